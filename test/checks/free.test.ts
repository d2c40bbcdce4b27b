import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { asPlainUser } from '../ports/plain-user.js'
import { nodeServer, portSchema, pythonServer, stop } from '../ports/servers.js'
import { Holder, type Kind, quietPort } from '../ports/sockets.js'
import { holdingOf, SHOP, stateWith } from '../slots/ledgers.js'
import { project, write } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, run, start } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { problemsOf } from './stack.js'

const isRoot = process.geteuid?.() === 0

function declare(port: number, facts: object = {}, name = 'BACKEND_PORT'): string {
  return project({ 'schema/index.json': portSchema(name, port, facts) })
}

async function hold(kind: Kind, port: number): Promise<Holder> {
  const holder = new Holder()
  onTestFinished(() => holder.end())
  expect(await holder.hold(kind, port)).toBe('held')
  return holder
}

const free = (root: string, ...flags: string[]): Promise<Problem[]> => problemsOf('free', root, { flags })

describe('a port that nobody holds', () => {
  test('is no problem', async () => {
    expect(await free(declare(await quietPort()))).toEqual([])
  })

  test('is not asked for where the setting has none', async () => {
    expect(await free(project({ 'schema/index.json': portSchema('BACKEND_PORT', 0) }))).toEqual([])
  })
})

describe('a stranger on a port', () => {
  test('is named by command, process and folder, with the next step', async () => {
    const other = project({})
    const { port, pid } = await nodeServer(other, '127.0.0.1')
    const root = declare(port)
    const [problem, ...more] = await free(root)
    expect(more).toEqual([])
    expect(problem).toMatchObject({ severity: 'error', setting: 'BACKEND_PORT' })
    expect(problem?.origin).toEqual({ layer: 'schema', path: 'one' })
    expect(problem?.message).toContain(`BACKEND_PORT=${port} is held by a stranger: `)
    expect(problem?.message).toContain(`(pid ${pid}, in ${other}, `)
    expect(problem?.message).toContain(`listens on 127.0.0.1:${port}`)
    expect(problem?.help).toContain(`stop what runs in ${other} (\`kill ${pid}\`)`)
    expect(problem?.help).toContain('`config free BACKEND_PORT`')
    expect((await run(root, ['check', 'free'])).code).toBe(1)
  })

  test('of another checkout of the stack is named by its slot, as in the status', async () => {
    const other = project(SHOP)
    const { port } = await nodeServer(other, '127.0.0.1')
    const root = project({ ...SHOP, '.env.local': `BACKEND_PORT=${port}\n` })
    const env = stateWith([holdingOf(other, 2)])
    const [problem] = await problemsOf('free', root, { env })
    expect(problem?.message).toContain(`in ${other}, slot 2, branch login, `)
    expect((await run(root, ['status'], { env })).stdout).toContain(' (slot 2, branch login) ')
    const { services } = JSON.parse((await run(root, ['status', 'BACKEND_PORT', '--json'], { env })).stdout)
    expect(services[0].listeners).toMatchObject([{ state: 'stranger', slot: 2, branch: 'login' }])
    const [unknown] = await problemsOf('free', root, { env: stateWith('{') })
    expect(unknown?.message).toContain(`in ${other}, u`)
  })

  test('outside of every checkout is to be ended by its process', async () => {
    const { port, pid } = await nodeServer('/', '127.0.0.1')
    expect((await free(declare(port))).map(({ help }) => help)).toEqual([
      `end it with \`kill ${pid}\`, or take another port: \`config free BACKEND_PORT\` finds one, \`config set\` writes it`,
    ])
  })

  test('is seen on ::1 alone', async () => {
    const { port } = await nodeServer('/', '::1')
    expect((await free(declare(port))).map(({ message }) => message)).toEqual([
      expect.stringContaining(`listens on [::1]:${port}`),
    ])
  })

  test('in another worktree is one, also where that lies within this checkout', async () => {
    const root = project({ 'worktrees/other/.git': 'gitdir: elsewhere\n' })
    const other = join(root, 'worktrees/other')
    const schema = (port: number) => ({ 'schema/index.json': portSchema('BACKEND_PORT', port) })
    write(other, schema(1))
    const { port } = await nodeServer(other, '127.0.0.1')
    write(root, schema(port))
    expect((await free(root)).map(({ help }) => help)).toEqual([expect.stringContaining('stop what runs in ')])
  })

  test('on one port of a range is told with that port', async () => {
    const first = await quietPort()
    await hold({ protocol: 'tcp', address: '127.0.0.1' }, first)
    const root = declare(first - 1, { count: 3 }, 'AVATAR_PORT')
    // The holder runs in this repository, which is another checkout than that of the test.
    expect((await free(root)).map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^AVATAR_PORT=${first - 1}-${first + 1} is held .* 127\\.0\\.0\\.1:${first}$`)),
    ])
  })

  test.each([
    { role: 'udp', protocol: 'udp', count: 1 },
    { role: 'tcp', protocol: 'udp', count: 0 },
    { role: 'udp', protocol: 'tcp', count: 0 },
  ] as const)('a service for $role, a stranger on $protocol: $count', async ({ role, protocol, count }) => {
    const port = await quietPort(protocol)
    await hold({ protocol, address: '127.0.0.1' }, port)
    expect(await free(declare(port, { role }))).toHaveLength(count)
  })

  test('at another address than the service binds is no problem', async () => {
    const port = await quietPort()
    await hold({ protocol: 'tcp', address: '127.0.0.2' }, port)
    expect(await free(declare(port))).toEqual([])
    expect(await free(declare(port, { bind: '0.0.0.0' }))).toHaveLength(1)
  })

  test('is told for each of the settings on that port', async () => {
    const { port } = await nodeServer('/', '127.0.0.1')
    const leaf = (env: string) => ({ doc: '', format: 'port', default: port, env })
    const root = project({ 'schema/index.json': { a: leaf('A_PORT'), b: leaf('B_PORT') } })
    expect((await free(root)).map(({ setting }) => setting)).toEqual(['A_PORT', 'B_PORT'])
  })

  test('has its secrets masked', async () => {
    const words = ['--token=abc123', '--password', 'hunter2', 'redis://me:pass1@host', 'declared-secret']
    const { port } = await nodeServer('/', '127.0.0.1', { words })
    const root = project({
      'schema/index.json': {
        ...portSchema('BACKEND_PORT', port),
        secret: { doc: '', format: String, default: 'declared-secret', env: 'WORD', sensitive: true },
      },
    })
    const { stdout, stderr } = await run(root, ['check', 'free'])
    expect(stdout).toContain('is held by a stranger')
    for (const secret of ['abc123', 'hunter2', 'pass1', 'declared-secret'])
      expect(stdout + stderr).not.toContain(secret)
  })
})

test('ports that cannot be tried for want of open files are told as such, with the next step', () => {
  const root = project({
    // As a schema that leaves files open, down to what reading needs.
    'schema/index.cjs': `
      const { openSync, closeSync } = require('node:fs')
      const files = []
      try { for (;;) files.push(openSync('/dev/null')) } catch {}
      for (const file of files.slice(0, 6)) closeSync(file)
      module.exports = ${JSON.stringify(portSchema('A_PORT', 12_000, { count: 100 }))}`,
  })
  const words = ['-c', 'ulimit -n 256; exec "$0" "$@"', process.execPath, PROGRAM, 'check', 'free']
  const { status, stdout, stderr } = spawnSync('bash', words, { cwd: root, encoding: 'utf8', env: PLAIN_ENV })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.not.stringContaining('    at ') })
  expect(stdout).toContain('error: no port can be tried, since too many files are open (EMFILE)\n')
  expect(stdout).toContain('help: raise the limit with `ulimit -n 4096`, or end what has them open\n')
})

describe('a process of this checkout', () => {
  test('is no problem', async () => {
    const root = project({})
    const { port } = await nodeServer(root, '127.0.0.1')
    write(root, { 'schema/index.json': portSchema('BACKEND_PORT', port) })
    expect(await free(root)).toEqual([])
  })

  test('is one below a folder of it, and beside the folder of the schema', async () => {
    const top = project({})
    mkdirSync(join(top, 'services/backend'), { recursive: true })
    const { port } = await nodeServer(join(top, 'services/backend'), '127.0.0.1')
    write(join(top, 'config'), { 'schema/index.json': portSchema('BACKEND_PORT', port) })
    expect(await free(join(top, 'config'))).toEqual([])
  })

  test('is one that runs elsewhere on a file of it', async () => {
    const root = project({})
    const { port } = await nodeServer('/', '127.0.0.1', { words: [join(root, 'backend.conf')] })
    write(root, { 'schema/index.json': portSchema('BACKEND_PORT', port) })
    expect(await free(root)).toEqual([])
  })

  test('is one that runs elsewhere on a file of it, named by a symbolic link', async () => {
    const root = project({})
    symlinkSync(root, `${root}-link`)
    onTestFinished(() => rmSync(`${root}-link`))
    write(root, { 'backend.conf': '' })
    const { port } = await nodeServer('/', '127.0.0.1', { words: [join(`${root}-link`, 'backend.conf')] })
    write(root, { 'schema/index.json': portSchema('BACKEND_PORT', port) })
    expect(await free(root)).toEqual([])
  })
})

test('a socket that is bound and does not listen is an error', async () => {
  const port = await quietPort()
  await hold({ protocol: 'tcp', address: '127.0.0.1', listens: false }, port)
  expect(await free(declare(port))).toMatchObject([
    {
      severity: 'error',
      message: expect.stringContaining(`is held by a socket that does not listen: 127.0.0.1:${port} is bound`),
    },
  ])
})

test('a socket that does not listen is an error beside our own server on the other address of localhost', async () => {
  const root = project({})
  const { port } = await nodeServer(root, '127.0.0.1')
  write(root, { 'schema/index.json': portSchema('BACKEND_PORT', port) })
  await hold({ protocol: 'tcp', address: '::1', listens: false }, port)
  expect((await free(root)).map(({ message }) => message)).toEqual([
    `BACKEND_PORT=${port} is held by a socket that does not listen: [::1]:${port} is bound, or belongs to an outgoing connection`,
  ])
})

test('settings on one free port do not stand in each other’s way', async () => {
  const port = await quietPort()
  const leaf = (env: string) => ({ doc: '', format: 'port', default: port, env })
  const names = Array.from({ length: 16 }, (_, index) => `S${index}_PORT`)
  const root = project({ 'schema/index.json': Object.fromEntries(names.map((name) => [name, leaf(name)])) })
  expect(await free(root)).toEqual([])
})

test('a bind host that is not this machine is a warning', async () => {
  expect(await free(declare(await quietPort(), { bind: '192.0.2.1' }))).toMatchObject([
    { severity: 'warning', message: 'BACKEND_PORT is to be bound at 192.0.2.1, which is no address of this machine' },
  ])
})

describe('with --wait', () => {
  test('a port that becomes free in time is no problem', async () => {
    const server = await nodeServer('/', '127.0.0.1')
    const found = free(declare(server.port), '--wait', '60')
    await pause(100)
    await stop(server)
    expect(await found).toEqual([])
  })

  test('a port that is bound and let go is no problem', async () => {
    const port = await quietPort()
    const holder = await hold({ protocol: 'tcp', address: '127.0.0.1', listens: false }, port)
    const found = free(declare(port), '--wait', '60')
    await pause(100)
    await holder.letGo()
    expect(await found).toEqual([])
  })

  test('a port that is let go while others listen on its number is no problem, at once', async () => {
    const port = await quietPort()
    await hold({ protocol: 'udp', address: '127.0.0.1' }, port)
    const holder = await hold({ protocol: 'tcp', address: '127.0.0.1', listens: false }, port)
    const [start, found] = [Date.now(), free(declare(port), '--wait', '20')]
    await pause(500)
    await holder.letGo()
    expect(await found).toEqual([])
    expect(Date.now() - start).toBeLessThan(10_000)
  })

  test('a stranger that leaves as another comes elsewhere is no problem, at once', async () => {
    const stranger = await nodeServer('/', '127.0.0.1')
    const { port } = stranger
    const [start, found] = [Date.now(), free(declare(port), '--wait', '20')]
    await pause(500)
    // Between two glances at the table.
    await hold({ protocol: 'tcp', address: '127.0.0.2' }, port)
    await stop(stranger)
    expect(await found).toEqual([])
    expect(Date.now() - start).toBeLessThan(10_000)
  })

  test('a port that stays held is told after that time', async () => {
    const { port } = await nodeServer('/', '127.0.0.1')
    expect(await free(declare(port), '--wait', '0.3')).toHaveLength(1)
  })
})

describeWith('redis-server', has('redis-server'), 'Redis outside of every checkout', () => {
  async function redis(): Promise<number> {
    const port = await quietPort()
    const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--daemonize', 'no']
    await start('/', 'redis-server', words).says('Ready to accept connections')
    return port
  }

  test('is expected where Redis is declared', async () => {
    const port = await redis()
    expect(await free(declare(port, { role: 'redis' }, 'CACHE_PORT'))).toEqual([])
    expect(await free(declare(port, {}, 'REDIS_PORT'))).toEqual([])
  })

  test('is a stranger on the port of another service', async () => {
    expect(await free(declare(await redis(), { role: 'http' }))).toMatchObject([{ severity: 'error' }])
  })
})

describe.skipIf(!isRoot)(`a process of another user${isRoot ? '' : ' (skipped: only root can start one)'}`, () => {
  test('is named with that user', async () => {
    const port = await quietPort()
    const script = `require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`
    const args = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '-e', script]
    await start('/', 'setpriv', args).says('up')
    expect((await free(declare(port))).map(({ message }) => message)).toEqual([
      expect.stringContaining('in /, user nobody, uid 65534)'),
    ])
  })

  test('that the system does not show is a warning with what is known', async () => {
    const { port } = await nodeServer('/', '127.0.0.1')
    const root = declare(port)
    chmodSync(root, 0o755)
    const problems = await asPlainUser(() => free(root))
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        message:
          `BACKEND_PORT=${port} is held by a process that this user may not look at: ` +
          `a process of user root, uid 0 listens on 127.0.0.1:${port}`,
      },
    ])
    expect(problems[0]?.help).toContain('ask again with sudo')
  })
})

describeWith("Debian's python3", has('/usr/bin/python3'), "Python's HTTP server", () => {
  test('is named by its command', async () => {
    const { port } = await pythonServer('/', '127.0.0.1')
    expect((await free(declare(port)))[0]?.message).toContain('/usr/bin/python3 -u -m http.server 0 --bind 127.0.0.1')
  })
})
