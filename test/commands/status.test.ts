import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runProgram } from '../../src/program/index.js'
import type { Screen } from '../../src/world.js'
import { asPlainUser } from '../ports/plain-user.js'
import { nodeServer, portSchema, pythonServer, stop } from '../ports/servers.js'
import { quietPort } from '../ports/sockets.js'
import { project, REPOSITORY, write } from '../support/project.js'
import { type RunOptions, run, start, startBuilt, worldIn } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const isRoot = process.geteuid?.() === 0

async function services(root: string, options: RunOptions = {}, ...words: string[]) {
  const { stdout, stderr } = await run(root, ['status', '--json', ...words], options)
  expect(stderr).toBe('')
  return JSON.parse(stdout).services
}

/** The lines of the table, columns parted by two spaces or more. */
async function table(root: string, ...words: string[]): Promise<string[][]> {
  const { stdout } = await run(root, ['status', ...words])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/))
}

function declare(root: string, port: number, facts: object = {}, name = 'BACKEND_PORT'): string {
  write(root, { 'schema/index.json': portSchema(name, port, facts) })
  return root
}

describe('a server of this checkout is up', () => {
  test('a Node server on ::1 alone', async () => {
    const root = project({})
    mkdirSync(join(root, 'frontend'))
    const { port, pid } = await nodeServer(join(root, 'frontend'), '::1')
    expect(await services(declare(root, port, { role: 'browser' }))).toEqual([
      {
        name: 'BACKEND_PORT',
        service: 'backend',
        port,
        count: 1,
        role: 'browser',
        origin: { layer: 'schema', path: 'one' },
        listeners: [
          {
            address: '::1',
            protocol: 'tcp',
            port,
            pid,
            command: expect.stringContaining(process.execPath),
            cwd: 'frontend',
            uid: process.getuid?.(),
            user: expect.anything(),
            since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
            state: 'up',
          },
        ],
        state: 'up',
      },
    ])
  })

  test('in the table with address, process, age, folder and command', async () => {
    const root = project({})
    const { port, pid } = await nodeServer(root, '127.0.0.1')
    const [headings, row] = await table(declare(root, port))
    expect(headings?.join(' ')).toBe(' SERVICE VARIABLE PORT ROLE STATE ADDRESS PID SINCE IN COMMAND'.trimStart())
    expect(row?.slice(0, 7)).toEqual(['backend', 'BACKEND_PORT', `${port}`, 'tcp', 'up', '127.0.0.1', `${pid}`])
    expect(row?.[7]).toMatch(/^\d+ s ago$/)
    expect(row?.slice(8).join(' ')).toMatch(/^\. node -e /)
  })

  test('a bound UDP socket, for a service that is called with UDP', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void socket.close())
    await once(socket, 'listening')
    const [service] = await services(declare(project({}), socket.address().port, { role: 'udp' }))
    expect(service.listeners).toMatchObject([{ protocol: 'udp', address: '127.0.0.1', pid: process.pid }])
  })

  test('some of a range, each process on a line of its own', async () => {
    const root = project({})
    const first = await quietPort()
    await nodeServer(root, '127.0.0.1', { port: first })
    const { pid } = await nodeServer(root, '127.0.0.1', { port: first + 2 })
    const lines = await table(declare(root, first, { count: 10 }, 'AVATAR_PORT'))
    expect(lines[1]).toContain(`${first}-${first + 9}`)
    expect(lines[1]).toContain(`127.0.0.1 ${first}`)
    expect(lines[2]).toContain(`127.0.0.1 ${first + 2}`)
    expect(lines[2]).toContain(`${pid}`)
  })
})

describe('other states', () => {
  test('down, where nobody listens', async () => {
    expect(await services(declare(project({}), await quietPort()))).toMatchObject([{ state: 'down', listeners: [] }])
  })

  test('unset, where there is no port', async () => {
    const root = project({ 'schema/index.json': portSchema('BACKEND_PORT', 0) })
    expect(await services(root)).toMatchObject([{ state: 'unset', port: null, listeners: [] }])
  })

  test('stranger, marked, where another checkout listens', async () => {
    const other = project({})
    const { port } = await nodeServer(other, '127.0.0.1')
    const root = declare(project({}), port)
    expect(await services(root)).toMatchObject([{ state: 'stranger', listeners: [{ cwd: other }] }])
    expect((await table(root))[1]?.slice(0, 2)).toEqual(['!', 'backend'])
  })

  test('stranger, where one holds the other address of localhost beside our own', async () => {
    const root = project({})
    const { port } = await nodeServer(root, '127.0.0.1')
    await nodeServer(project({}), '::1', { port })
    const [{ state, listeners }] = await services(declare(root, port))
    expect(state).toBe('stranger')
    expect(listeners.map((one: { state: string }) => one.state).sort()).toEqual(['stranger', 'up'])
  })

  test('stranger, where one listens at the address of the host name that the service binds', async ({ skip }) => {
    const found = await lookup(hostname(), { all: true }).catch(() => [])
    skip(found.length === 0, 'the name of this machine leads nowhere')
    const { port } = await nodeServer(project({}), found[0]?.address ?? '')
    const root = declare(project({}), port, { bind: hostname() })
    expect(await services(root)).toMatchObject([{ state: 'stranger', listeners: [{ port }] }])
  })

  test('down, where a stranger listens at another address than the service binds', async () => {
    const { port } = await nodeServer(project({}), '127.0.0.2')
    expect(await services(declare(project({}), port))).toMatchObject([{ state: 'down', listeners: [] }])
  })

  test.skipIf(!isRoot)('unknown, where the system does not show who listens (skipped without root)', async () => {
    const { port } = await nodeServer('/', '127.0.0.1')
    const root = project({ 'schema/index.json': portSchema('BACKEND_PORT', port) })
    const hidden = { address: '127.0.0.1', uid: 0, user: 'root', pid: null, command: null, cwd: null, since: null }
    chmodSync(root, 0o755)
    expect(await asPlainUser(() => services(root))).toMatchObject([{ state: 'unknown', listeners: [hidden] }])
    const [, row] = await asPlainUser(() => table(root))
    expect(row?.slice(0, 2)).toEqual(['?', 'backend'])
    expect(row?.at(-1)).toBe('(of root, not shown)')
  })
})

describe('on macOS', () => {
  test('lsof and ps tell who listens', async () => {
    const recorded = (file: string) => readFileSync(join(REPOSITORY, 'test/fixtures/machines/darwin', file), 'utf8')
    const tools = {
      'lsof -nP -i -FpRuLftdPTn': recorded('lsof-sockets.txt'),
      'ps -ww -o pid=,lstart=,args= -p 5000': recorded('ps.txt'),
      'lsof -a -d cwd -p 5000 -Fpfn': recorded('lsof-folders.txt'),
    }
    const command = '/opt/homebrew/bin/python3.12 -m gunicorn app:app'
    const [service] = await services(declare(project({}), 8203), { platform: 'darwin', tools })
    const listener = { pid: 5000, cwd: '/Users/anna/shop/my backend', command, uid: 501, user: 'anna' }
    expect(service).toMatchObject({ state: 'stranger', listeners: [listener] })
  })
})

describe('what is shown', () => {
  test('the origin, where it is not the schema', async () => {
    const root = declare(project({ '.env.local': `BACKEND_PORT=${await quietPort()}\n` }), 1)
    expect((await table(root))[1]).toContain('.env.local:1')
  })

  test('of commands everything but secrets, unless they are asked for', async () => {
    const root = project({ '.env': 'MY_TOKEN=in-a-file\n' })
    const words = ['--requirepass', 'hunter2', '--api-key=abc', 'DB_PASSWORD=p w', 'redis://u:pw1@h/0', 'in-a-file']
    const { port } = await nodeServer(root, '127.0.0.1', { words })
    declare(root, port)
    const command = async (...flags: string[]) => (await services(root, {}, ...flags))[0].listeners[0].command
    expect(await command()).toMatch(
      / --requirepass \*{8} --api-key=\*{8} DB_PASSWORD=\*{8} redis:\/\/u:\*{8}@h\/0 \*{8}$/,
    )
    expect(await command('--reveal')).toContain('--requirepass hunter2 --api-key=abc')
  })

  test('of commands no control character, and no more than a line holds', async () => {
    const root = project({})
    const words = ['\u001b[31mred\n', 'x'.repeat(5000)]
    const { port } = await nodeServer(root, '127.0.0.1', { words })
    const { stdout } = await run(declare(root, port), ['status'])
    expect(stdout).not.toContain('\u001b')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(200)
  })

  test('of containers no control character either, whatever a program calls itself', async () => {
    const port = await quietPort()
    const script = `require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`
    const words = ['-e', script, '--', '-container-ip', '\u001b[31mred\n', '-container-port', 'x'.repeat(500)]
    await start('/', 'bash', ['-c', 'exec -a docker-proxy "$0" "$@"', process.execPath, ...words]).says('up')
    const { stdout } = await run(declare(project({}), port), ['status'])
    expect(stdout).toContain('published by Docker from \\u001b[31mred')
    expect(stdout).not.toContain('\u001b')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(200)
  })

  test('only what is named, by variable, path or group', async () => {
    const leaf = (env: string) => ({ doc: '', format: 'port', default: 8203, env })
    const root = project({ 'schema/index.json': { a: { x: leaf('X'), y: leaf('Y') }, b: { z: leaf('Z') } } })
    const names = async (...words: string[]) =>
      (await services(root, {}, ...words)).map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['X', 'Y', 'Z'])
    expect(await names('Z', 'a.x')).toEqual(['X', 'Z'])
    expect(await names('a')).toEqual(['X', 'Y'])
  })

  test('nothing of a setting that is no port: wrong usage', async () => {
    const root = project({
      'schema/index.json': { ...portSchema('BACKEND_PORT', 8203), host: { default: 'localhost', env: 'HOST' } },
    })
    expect(await run(root, ['status', 'HOST'])).toMatchObject({ code: 2, stdout: '' })
    expect((await run(root, ['status', 'NOBODY'])).code).toBe(2)
  })

  test('all the rest while values are bad, and then what is wrong: exit code 1', async () => {
    const root = project({
      'schema/index.json': {
        ...portSchema('BACKEND_PORT', 8203),
        two: { doc: '', format: 'port', default: await quietPort(), env: 'RAG_PORT' },
      },
      '.env': 'BACKEND_PORT=9000x\n',
    })
    const { code, stdout, stderr } = await run(root, ['status'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/backend +BACKEND_PORT +\.env:1 +tcp +unset\n.* RAG_PORT .* down\n/)
    expect(stderr).toContain('error: BACKEND_PORT="9000x" is not a TCP port')
    const json = JSON.parse((await run(root, ['status', '--json'])).stdout)
    expect(json.problems).toMatchObject([{ check: 'format', setting: 'BACKEND_PORT' }])
    expect(json.services).toHaveLength(2)
  })
})

describeWith("Debian's python3", has('/usr/bin/python3'), "Python's HTTP server", () => {
  test('is found by process, command and folder', async () => {
    const root = project({})
    const { port, pid } = await pythonServer(root, '127.0.0.1')
    const [service] = await services(declare(root, port))
    const command = '/usr/bin/python3 -u -m http.server 0 --bind 127.0.0.1'
    expect(service).toMatchObject({ state: 'up', listeners: [{ pid, command, cwd: '.' }] })
  })
})

describeWith('redis-server', has('redis-server'), 'Redis', () => {
  const words = (port: number) => ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '']

  test('is found by process, command and folder', async () => {
    const root = project({})
    const port = await quietPort()
    const redis = start(root, 'redis-server', words(port))
    await redis.says('Ready to accept connections')
    const [service] = await services(declare(root, port, { role: 'redis' }, 'REDIS_PORT'))
    const command = `redis-server 127.0.0.1:${port}`
    expect(service).toMatchObject({ state: 'up', listeners: [{ pid: redis.process.pid, command, cwd: '.' }] })
  })

  test('outside of every checkout is external', async () => {
    const port = await quietPort()
    await start('/', 'redis-server', words(port)).says('Ready to accept connections')
    const [service] = await services(declare(project({}), port, { role: 'redis' }, 'REDIS_PORT'))
    expect(service).toMatchObject({ state: 'external', listeners: [{ cwd: '/', state: 'external' }] })
  })
})

describeWith('nginx', has('nginx'), 'nginx', () => {
  test('is found by its master process, command and folder', async () => {
    const root = project({})
    const port = await quietPort()
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (one) => `${one}_temp_path ${root}/${one};`,
    )
    write(root, {
      'nginx.conf': `daemon off; pid ${root}/nginx.pid; error_log stderr notice;
        events {}
        http { access_log off; ${folders.join(' ')} server { listen 127.0.0.1:${port}; } }`,
    })
    const nginx = start(root, 'nginx', ['-e', 'stderr', '-p', root, '-c', 'nginx.conf'])
    await nginx.says('start worker process ')
    const [service] = await services(declare(root, port, { role: 'http' }))
    const command = expect.stringContaining('nginx: master process nginx')
    expect(service).toMatchObject({ state: 'up', listeners: [{ pid: nginx.process.pid, command, cwd: '.' }] })
  })
})

describe('--watch', () => {
  test('shows each change until a signal', async () => {
    const root = project({})
    const server = await nodeServer(root, '127.0.0.1')
    const watching = startBuilt(declare(root, server.port), ['status', '--watch'])
    await watching.says(' up ')
    await stop(server)
    await watching.says('down')
    watching.process.kill('SIGINT')
    const { code, stdout, stderr } = await watching.end
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(stdout.match(/SERVICE/g)).toHaveLength(2)
  })

  test('ends where nobody reads on', async () => {
    const root = project({})
    const server = await nodeServer(root, '127.0.0.1')
    const watching = startBuilt(declare(root, server.port), ['status', '--watch'])
    await watching.says(' up ')
    watching.process.stdout?.destroy()
    await stop(server)
    expect(await watching.end).toMatchObject({ code: 0, stderr: '' })
  })

  test('tells where values are bad', async () => {
    const root = declare(project({ '.env': 'BACKEND_PORT=x\n' }), 8203)
    const watching = startBuilt(root, ['status', '--watch'])
    await watching.says('unset')
    watching.process.kill('SIGTERM')
    expect(await watching.end).toMatchObject({ code: 143, stderr: expect.stringContaining('is not a TCP port') })
  })
})

describe('on a terminal', () => {
  /** A folder whose name alone is wider than a terminal, and a server in it. */
  async function crowded(name = 'x'.repeat(60)): Promise<string> {
    const root = project({})
    mkdirSync(join(root, name))
    const { port } = await nodeServer(join(root, name), '127.0.0.1', { words: ['y'.repeat(60)] })
    return declare(root, port)
  }

  /** What is written until the end; `--watch` is ended behind its first screen. */
  async function onTerminal(root: string, screen: Screen, ...words: string[]): Promise<string> {
    let written = ''
    let end = () => {}
    const terminal = {
      isTerminal: true,
      screen,
      write(text: string) {
        written += text
        if (text.endsWith('\u001b[J')) setImmediate(end)
      },
    }
    const onSignal = (_: string, listener: () => void) => {
      end = listener
      return () => {}
    }
    const world = worldIn(root, { hasTerminal: true, onSignal, stdout: terminal, stderr: terminal })
    await runProgram(['status', ...words], world)
    return written
  }

  const linesOn = async (root: string, columns: number | null) =>
    (await onTerminal(root, { columns, rows: 24 })).trimEnd().split('\n')

  test('the folder and the command are shortened until a line fits, and nothing else is', async () => {
    const root = await crowded()
    const lines = await linesOn(root, 120)
    expect(Math.max(...lines.map(({ length }) => length))).toBe(120)
    expect(lines[1]).toMatch(
      /^backend {2}BACKEND_PORT {2}\d+ +tcp +up +127\.0\.0\.1 +\d+ +\d+ s ago {2}x+\.{3} {2}node -e/,
    )
    expect(lines[1]?.endsWith('...')).toBe(true)
  })

  test('lines are cut where that is not enough', async () => {
    const lines = await linesOn(await crowded(), 60)
    for (const line of lines) expect(line).toHaveLength(60)
    expect(lines[1]).toMatch(/^backend {2}BACKEND_PORT {2}\d+ .*\.\.\.$/)
  })

  test('a character that takes two columns counts as two', async () => {
    const [, line = ''] = await linesOn(await crowded('\u6e2f'.repeat(30)), 110)
    const wide = line.split('\u6e2f').length - 1
    expect(wide).toBeGreaterThan(5)
    expect(line.length + wide).toBeLessThanOrEqual(110)
  })

  test('that does not tell its size, lines are as long as elsewhere', async () => {
    const root = await crowded()
    const { stdout } = await run(root, ['status'])
    const lengths = (lines: readonly string[]) => lines.map((line) => line.replace(/\d+ s ago/, '').length)
    expect(lengths(await linesOn(root, null))).toEqual(lengths(stdout.trimEnd().split('\n')))
  })

  test('that is lower than the table, --watch shows what fits and how much is left out', async () => {
    const leaf = (env: string) => ({ doc: '', format: 'port', default: 0, env })
    const names = Array.from({ length: 20 }, (_, index) => `S${index}_PORT`)
    const root = project({ 'schema/index.json': Object.fromEntries(names.map((name) => [name, leaf(name)])) })
    const written = await onTerminal(root, { columns: 80, rows: 6 }, '--watch')
    const [screen = '', after = ''] = written.split('\u001b[?1049l')
    const lines = screen.split('\n').map((line) => line.replace('\u001b[K', ''))
    expect(lines).toHaveLength(6)
    expect(lines.slice(1, 5)).toEqual([
      expect.stringContaining('S0_PORT'),
      expect.anything(),
      expect.anything(),
      'and 17 more',
    ])
    expect(lines[5]).toMatch(/^\u001b\[J/)
    for (const name of names) expect(after).toContain(name)
  })
})
