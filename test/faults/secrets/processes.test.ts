import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt, start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { leaksIn } from './canaries.js'

const SECRET = 'Qz7Left4kW-Vx9Right2pJ'
const leaks = (text: string) => leaksIn(text, [{ name: 'it', text: SECRET }])

const secret = (env: string, more: object = {}) => ({
  doc: '',
  format: 'String',
  default: null,
  nullable: true,
  env,
  sensitive: true,
  ...more,
})
const SCHEMA = {
  $stack: { targets: { python: 'ports.py', env: 'resolved.env' } },
  ...SMALL_SCHEMA,
  inFile: secret('IN_FILE'),
  inEnvironment: secret('IN_ENVIRONMENT'),
  byFlag: secret('BY_FLAG'),
  made: secret('MADE', { default: 'Bearer ${IN_FILE}', maker: 'text', sensitive: false }),
}
const files = {
  'schema/index.json': SCHEMA,
  '.env.local': `IN_FILE=${SECRET}\nSOMETHING=${SECRET}\n`,
  '.gitignore': '*\n',
}
const env = { IN_ENVIRONMENT: SECRET }

/** What asks Node for all it can tell. */
const DEBUG = {
  NODE_DEBUG: 'fs,module,child_process,stream,timer,net,tls,http,esm,worker',
  DEBUG: '*',
  JITI_DEBUG: '1',
  NODE_OPTIONS: '--trace-uncaught --trace-warnings --stack-trace-limit=200 --enable-source-maps',
}

describe('a command that config exec starts', () => {
  test('has every secret in its environment, and Portolan says none of them', () => {
    const root = project(files)
    const printEnv = ['-e', 'process.stdout.write(JSON.stringify(process.env))']
    const { stdout, stderr } = runBuilt(
      root,
      ['--set', `BY_FLAG=${SECRET}`, 'exec', '--', process.execPath, ...printEnv],
      {
        env,
      },
    )
    expect(JSON.parse(stdout)).toMatchObject({
      IN_FILE: SECRET,
      IN_ENVIRONMENT: SECRET,
      BY_FLAG: SECRET,
      MADE: `Bearer ${SECRET}`,
      SOMETHING: SECRET,
    })
    expect(leaks(stderr)).toEqual([])
    expect(leaks(JSON.parse(stdout).PORTOLAN_EXPORTED)).toEqual([])
  })

  test.each([['nothing-of-this-name'], ['./schema/index.json'], ['./schema']])(
    'is told not to start without them: %s',
    (command) => {
      const { status, stdout, stderr } = runBuilt(project(files), ['exec', '--', command], { env })
      expect([126, 127]).toContain(status)
      expect(stderr).toMatch(/^error: /m)
      expect(leaks(stdout + stderr)).toEqual([])
    },
  )
})

describe('asked for all that Node can tell of its work', () => {
  test.each([
    [['print']],
    [['explain', 'IN_FILE']],
    [['generate']],
    [['check']],
    [['exec', '--', 'true']],
    [['exec', '--', 'nothing-of-this-name']],
    [['get', 'IN_FILE']],
  ])('config %j tells no secret', (args) => {
    const { stdout, stderr } = runBuilt(project(files), args, { env: { ...env, ...DEBUG } })
    expect(stderr).toMatch(/^(MODULE|FS|ESM|CHILD_PROCESS|STREAM|TIMER) /m)
    expect(leaks(stdout + stderr)).toEqual([])
  })
})

describe('the places of a machine beside the project', () => {
  test.each([[['print']], [['generate']], [['set', '--local', 'BACKEND_PORT', '9000']], [['exec', '--', 'true']]])(
    'hold no secret after config %j',
    (args) => {
      const root = project({ ...files, 'outside/home/.keep': '', 'outside/tmp/.keep': '', 'node_modules/.keep': '' })
      const [HOME, TMPDIR] = ['home', 'tmp'].map((folder) => join(root, 'outside', folder))
      const places = { HOME: HOME as string, TMPDIR: TMPDIR as string }
      runBuilt(root, args, {
        env: { ...env, ...places, XDG_STATE_HOME: HOME as string, XDG_CACHE_HOME: HOME as string },
      })
      for (const place of ['outside', 'node_modules']) {
        const paths = readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
        const texts = paths.map((path) => join(root, place, path)).filter((path) => statSync(path).isFile())
        expect(leaks(texts.map((path) => readFileSync(path, 'latin1')).join('\n'))).toEqual([])
      }
    },
  )
})

describeWith('strace', has('strace'), 'the arguments of processes', () => {
  test.each([
    [['exec', '--', 'sh', '-c', 'true']],
    [['generate']],
    [['check']],
    [['status']],
    [['audit']],
    [['set', '--local', 'BACKEND_PORT', '9000']],
  ])('hold no secret through config %j', (args) => {
    const root = project(files)
    spawnSync('git', ['init', '--quiet', root])
    const log = join(mkdtempSync(join(root, 'strace-')), 'log')
    const words = ['-f', '-qq', '-e', 'trace=execve', '-s', '100000', '-o', log, process.execPath, PROGRAM, ...args]
    const { stdout, stderr, error } = spawnSync('strace', words, {
      cwd: root,
      encoding: 'utf8',
      env: { ...PLAIN_ENV, ...env },
    })
    expect(error).toBeUndefined()
    const calls = readFileSync(log, 'utf8')
    expect(calls).toContain('execve(')
    // Without -v, strace counts the variables of an environment, and does not show them.
    expect(leaks(calls + stdout + stderr)).toEqual([])
  })
})

describe('config set --stdin', () => {
  const setSecret = (root: string, input: string, ...flags: string[]) =>
    runBuilt(root, ['set', 'IN_FILE', '--stdin', ...flags], { input })

  test('takes a secret that stands in no argument list', () => {
    const root = project({ ...files, '.env.local': '' })
    const { status, stdout, stderr } = setSecret(root, `${SECRET}\n`, '--local')
    expect({ status, leaks: leaks(stdout + stderr) }).toEqual({ status: 0, leaks: [] })
    expect(stderr).not.toContain('other users')
    expect(runBuilt(root, ['get', '--reveal', 'IN_FILE']).stdout).toBe(`${SECRET}\n`)
  })

  test('takes it as it is, but for one line break at its end', () => {
    const root = project({ ...files, '.env.local': '' })
    expect(setSecret(root, ` ${SECRET} #\r\n`, '--local').status).toBe(0)
    expect(runBuilt(root, ['get', '--reveal', 'IN_FILE']).stdout).toBe(` ${SECRET} #\n`)
  })

  test('refuses what is committed, nothing at all, and a value beside', () => {
    const root = project(files)
    expect(setSecret(root, SECRET)).toMatchObject({ status: 1 })
    expect(setSecret(root, '', '--local')).toMatchObject({ status: 2 })
    expect(setSecret(root, SECRET, '--local', 'x').stderr).toContain('error: set --stdin takes no value')
    expect(leaks(setSecret(root, SECRET, '--in', '.env').stderr)).toEqual([])
  })

  test.each([
    ['bytes that are no UTF-8', ['printf', `${SECRET}\\377`], 'is not valid UTF-8, and would not arrive as it is'],
    ['more than 1 MiB', ['head', '-c', '1048577', '/dev/zero'], 'is larger than 1 MiB'],
    ['what never ends', ['yes', SECRET], 'is larger than 1 MiB'],
  ])('refuses %s', (_, [command, ...args], reason) => {
    const root = project({ ...files, '.env.local': '' })
    const line = '"$@" | "$NODE" "$PROGRAM" set --local IN_FILE --stdin'
    const env = { ...PLAIN_ENV, NODE: process.execPath, PROGRAM }
    const options = { cwd: root, env, encoding: 'utf8', timeout: 45_000 } as const
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line, 'sh', `${command}`, ...args], options)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(`error: standard input ${reason}\n`)
    expect(leaks(stderr)).toEqual([])
    expect(readFileSync(join(root, '.env.local'), 'utf8')).toBe('')
  })

  test('refuses a directory', () => {
    const root = project(files)
    const line = '"$0" "$1" set --local IN_FILE --stdin < .'
    const { status, stderr } = spawnSync('sh', ['-c', line, process.execPath, PROGRAM], { cwd: root, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'error: standard input cannot be read (EISDIR)\n  help: pipe the text in\n',
    })
  })
})

describeWith('python3', has('python3'), 'config set --stdin on a terminal', () => {
  test('does not let a secret be typed where it shows', () => {
    const root = project(files)
    const program = JSON.stringify([process.execPath, PROGRAM, 'set', '--local', 'IN_FILE', '--stdin'])
    const text = `import pty, sys; sys.exit(pty.spawn(${program}) >> 8)`
    const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', text], {
      cwd: root,
      encoding: 'utf8',
      env: PLAIN_ENV,
    })
    expect(status).toBe(2)
    expect(stdout).toContain('standard input is a terminal, which shows what is typed')
  })
})

describe('config status and config wait', () => {
  test('mask the secrets in the command line of who listens', async () => {
    const root = project(files)
    const listen = `
      const server = require('node:http').createServer()
      server.listen(0, '127.0.0.1', () => console.log(server.address().port))`
    const words = ['-e', listen, '--', `--password=${SECRET}`, SECRET, `http://app:${SECRET}@h`, `x${SECRET}y`]
    const listener = start(project({}), process.execPath, words)
    const port = await Promise.race([
      new Promise<string>((done) => listener.process.stdout?.once('data', (text) => done(String(text).trim()))),
      listener.end.then(({ stderr }) => Promise.reject(new Error(stderr))),
    ])
    for (const call of ['status', 'status --json', 'check free']) {
      const { stdout, stderr } = runBuilt(root, ['--set', `BACKEND_PORT=${port}`, ...call.split(' ')])
      expect(stdout).toContain(port)
      expect({ call, leaks: leaks(stdout + stderr) }).toEqual({ call, leaks: [] })
    }
  })

  test('send nobody the user and password of a URL, and do not tell it', async () => {
    const heard: string[] = []
    const server = createServer((request, response) => {
      heard.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`)
      response.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const root = project(files)
    const url = `http://app:${SECRET}@127.0.0.1:${port}/health`
    const { end } = start(root, process.execPath, [PROGRAM, 'wait', 'BACKEND_URL'], { BACKEND_URL: url })
    const { code, stdout, stderr } = await end
    server.close()
    expect({ code, leaks: leaks(stdout + stderr + heard.join('\n')) }).toEqual({ code: 0, leaks: [] })
    expect(heard.join('\n')).toContain('/health')
  })
})
