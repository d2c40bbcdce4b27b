import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, linkPackages, project, REPOSITORY, SMALL_SCHEMA } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt, start, startBuilt } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const NODE = process.execPath
/** What `sh` needs to call the program itself. */
const OWN_NAME = { NODE, PROGRAM }

function small(files: Files = {}): string {
  return project({ 'schema/index.json': SMALL_SCHEMA, ...files })
}

/** What a command sees of its environment, to the byte. */
function environmentOf(root: string, env: Record<string, string> = {}, ...flags: string[]) {
  const { status, stdout, stderr } = runBuilt(root, ['exec', ...flags, '--', 'env', '-0'], { env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return new Map(
    stdout
      .split('\0')
      .slice(0, -1)
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const),
  )
}

function sh(root: string, script: string, env: Record<string, string> = {}, ...flags: string[]) {
  return runBuilt(root, ['exec', ...flags, '--', 'sh', '-c', script], { env: { ...OWN_NAME, ...env } })
}

describe('the exit code says how the command ended', () => {
  test.each([0, 1, 7, 255])('a command that exits %i', (code) => {
    expect(sh(small(), `exit ${code}`)).toMatchObject({ status: code, stdout: '', stderr: '' })
  })

  test.each([
    ['TERM', 143],
    ['KILL', 137],
    ['INT', 130],
  ])('a command that SIG%s kills: %i', (signal, code) => {
    expect(sh(small(), `kill -${signal} $$`)).toMatchObject({ status: code, stderr: '' })
  })

  test.each(['no-such-command', './no-such-file', './schema/index.json/below'])('%s is no command: 127', (command) => {
    const { status, stderr } = runBuilt(small(), ['exec', '--', command])
    expect({ status, stderr }).toEqual({ status: 127, stderr: `error: ${command}: command not found\n` })
  })

  test.each(['./schema/index.json', './schema'])('%s is not executable: 126', (command) => {
    const { status, stderr } = runBuilt(small(), ['exec', '--', command])
    expect({ status, stderr }).toEqual({ status: 126, stderr: `error: ${command} is not executable\n` })
  })

  test.each(['./tool', 'tool'])('the interpreter of %s is missing: 126', (command) => {
    const root = small({ tool: '#!/no/such/interpreter\n' })
    chmodSync(join(root, 'tool'), 0o755)
    const env = { PATH: `${PLAIN_ENV.PATH}:${root}` }
    const { status, stderr } = runBuilt(root, ['exec', '--', command], { env })
    expect(status).toBe(126)
    expect(stderr).toContain(`${command} cannot be run: the interpreter that its first line names is missing`)
  })

  test('the working directory is gone: 126', () => {
    const root = project({
      'schema/index.mjs': `
        import { rmdirSync } from 'node:fs'
        rmdirSync(process.cwd())
        export default { port: { format: 'port', default: 8203, env: 'PORT' } }`,
    })
    mkdirSync(join(root, 'below'))
    const { status, stderr } = runBuilt(join(root, 'below'), ['exec', '--', 'true'])
    expect({ status, stderr }).toEqual({ status: 126, stderr: 'error: the working directory is gone\n' })
  })

  test('a value that is too long for the system: 126', () => {
    const { status, stderr } = runBuilt(small({ '.env': `LONG=${'x'.repeat(300_000)}\n` }), ['exec', '--', 'true'])
    expect(status).toBe(126)
    expect(stderr).toBe('error: true cannot be run: its arguments and environment are too long\n')
  })

  test('a name that is too long for the system: 126, without a stack trace', () => {
    const { status, stderr } = runBuilt(small(), ['exec', '--', `./${'x'.repeat(300)}`])
    expect(status).toBe(126)
    expect(stderr).toMatch(/^error: \.\/x+ cannot be run: ENAMETOOLONG\n$/)
  })

  test('a command name with control characters is shown escaped', () => {
    expect(runBuilt(small(), ['exec', '--', '\u001b[31mred']).stderr).toContain('\\u001b[31mred')
  })
})

describe('arguments arrive unchanged', () => {
  const echo = ['-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--']
  const given = (args: readonly string[]) => {
    const { status, stdout, stderr } = runBuilt(small(), ['exec', '--', NODE, ...echo, ...args])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return JSON.parse(stdout)
  }

  test.each([
    '',
    "it's",
    '"',
    '$K',
    '${BACKEND_PORT}',
    '*.js',
    'a\\b',
    'a\nb',
    ' ',
    '--',
    '--mode',
    '--set',
    '-h',
    '-',
    'ü',
    '\u{1f980}',
    '\u0001',
    'a=b',
    ';',
    '`id`',
    '%PATH%',
  ])('%j', (arg) => {
    expect(given([arg, 'last'])).toEqual([arg, 'last'])
  })

  test('a thousand of them', () => {
    const args = Array.from({ length: 1000 }, (_, index) => `${index} ${'x'.repeat(index % 50)}`)
    expect(given(args)).toEqual(args)
  })

  test('a real U+FFFD', () => {
    expect(given(['\uFFFD'])).toEqual(['\uFFFD'])
  })

  test('one that is not valid UTF-8 is refused, and the command is not started', () => {
    const root = small()
    const script = `"$NODE" "$PROGRAM" exec -- sh -c 'echo started' "$(printf 'a\\377b')"`
    const { code, stdout, stderr } = runShell(root, script)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('an argument is not valid UTF-8')
    expect(stderr).toContain('help: ')
  })

  test('one that is not valid UTF-8 is refused beside a real U+FFFD', () => {
    const { code } = runShell(small(), `"$NODE" "$PROGRAM" exec -- true '\uFFFD' "$(printf '\\200')"`)
    expect(code).toBe(2)
  })

  function runShell(root: string, script: string) {
    const nested = runBuilt(root, ['exec', '--', 'sh', '-c', script], { env: OWN_NAME })
    return { code: nested.status, stdout: nested.stdout, stderr: nested.stderr }
  }
})

describe('how exec is called', () => {
  test.each([
    [['exec', 'npm', 'start'], 'write config exec -- npm start'],
    [['exec', 'npm', '--', 'start'], 'write config exec -- npm start'],
    [['exec'], 'write config exec -- COMMAND'],
    [['exec', '--'], 'write config exec -- COMMAND'],
    [['exec', '\u001b[31mred'], 'write config exec -- \\u001b[31mred'],
  ])('%j is refused with the next step', (args, help) => {
    const { status, stdout, stderr } = runBuilt(small(), args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`error: exec needs a command behind --\n  help: ${help}\n`)
  })

  test('flags may stand on either side of the verb, up to --', () => {
    const root = small()
    const print = ['--', 'sh', '-c', 'echo $BACKEND_PORT']
    expect(runBuilt(root, ['--set', 'BACKEND_PORT=9001', 'exec', ...print]).stdout).toBe('9001\n')
    expect(runBuilt(root, ['exec', '--set', 'BACKEND_PORT=9001', ...print]).stdout).toBe('9001\n')
  })

  test('a bad configuration: every problem is shown, and the command is not started', () => {
    const root = small({
      '.env': 'BACKEND_PORT=9000x\nBACKEND_URL=nowhere\nTITLE=${NO_SUCH_NAME}\nPATH=/tmp\n',
    })
    const { status, stdout, stderr } = sh(root, 'echo started')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr.match(/^error: \S+/gm)).toEqual([
      'error: PATH',
      'error: BACKEND_PORT="9000x"',
      'error: BACKEND_URL="nowhere"',
      'error: TITLE:',
    ])
    expect(stderr).toContain('.env:3')
  })

  test('--json tells the problems as JSON', () => {
    const { status, stdout } = runBuilt(small({ '.env': 'BACKEND_PORT=x\n' }), ['exec', '--json', '--', 'true'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout).problems[0]).toMatchObject({ setting: 'BACKEND_PORT', check: 'format' })
  })
})

describe('standard streams are the command’s own', () => {
  test('stdin is handed through', () => {
    const { stdout } = runBuilt(small(), ['exec', '--', 'cat'], { input: 'one\ntwo' })
    expect(stdout).toBe('one\ntwo')
  })

  test('a megabyte through a pipe arrives whole', () => {
    const input = Array.from({ length: 1 << 16 }, (_, index) => `${index}`.padStart(15, '.')).join('\n')
    const { status, stdout } = runBuilt(small(), ['exec', '--', 'cat'], { input })
    expect(status).toBe(0)
    expect(stdout === input).toBe(true)
  })

  test('stderr is apart from stdout', () => {
    expect(sh(small(), 'echo out; echo err >&2')).toMatchObject({ stdout: 'out\n', stderr: 'err\n' })
  })

  test('a reader that goes away ends the command quietly, as without config', async () => {
    const script = '{ "$NODE" "$PROGRAM" exec -- yes; echo "code $?" >&2; } | head -n 1'
    const { end } = start(small(), 'sh', ['-c', script], OWN_NAME)
    expect(await end).toEqual({ code: 0, stdout: 'y\n', stderr: 'code 141\n' })
  })
})

/** Writes the name of each signal it is sent; ends at `last`, with code 5. */
const listener = (last: string) => `
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'])
    process.on(signal, () => {
      process.stdout.write('got ' + signal + '\\n')
      if (signal === '${last}') process.exit(5)
    })
  setInterval(() => {}, 1000)
  process.stdout.write('ready\\n')`

describe('a signal to the program', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const)(
    '%s reaches the command exactly once',
    async (signal) => {
      const last = signal === 'SIGUSR2' ? 'SIGUSR1' : 'SIGUSR2'
      const { process, says, end } = startBuilt(small(), ['exec', '--', NODE, '-e', listener(last)])
      await says('ready')
      process.kill(signal)
      await says(signal)
      process.kill(last)
      expect(await end).toEqual({ code: 5, stdout: `ready\ngot ${signal}\ngot ${last}\n`, stderr: '' })
    },
  )

  test('TERM: the command’s clean-up is awaited, and its code is returned', async () => {
    const script = 'trap "echo cleaning; sleep 0.3; echo clean; exit 9" TERM; echo ready; while :; do sleep 0.02; done'
    const { process, says, end } = startBuilt(small(), ['exec', '--', 'sh', '-c', script])
    await says('ready')
    process.kill('SIGTERM')
    expect(await end).toEqual({ code: 9, stdout: 'ready\ncleaning\nclean\n', stderr: '' })
  })

  test('a command that TERM ends gives 143', async () => {
    const { process, says, end } = startBuilt(small(), ['exec', '--', 'sh', '-c', 'echo ready; exec sleep 600'])
    await says('ready')
    process.kill('SIGTERM')
    expect((await end).code).toBe(143)
  })

  test('a second TERM ends a command that ignores the first: 137', async () => {
    const { process, says, end } = startBuilt(small(), ['exec', '--', NODE, '-e', listener('none')])
    await says('ready')
    process.kill('SIGTERM')
    await says('got SIGTERM')
    process.kill('SIGTERM')
    expect((await end).code).toBe(137)
  })

  test('it goes through a nested exec', async () => {
    const inner = ['exec', '--', NODE, PROGRAM, 'exec', '--', NODE, '-e', listener('SIGTERM')]
    const { process, says, end } = startBuilt(small(), inner)
    await says('ready')
    process.kill('SIGTERM')
    expect(await end).toEqual({ code: 5, stdout: 'ready\ngot SIGTERM\n', stderr: '' })
  })
})

const PYTHON = '/usr/bin/python3'
/**
 * Runs a command as leader of a new terminal. At `ready` it does `at_ready`, at the signal's name it has the program
 * sent USR1; it prints what the terminal showed, and exits as the command did.
 */
const TERMINAL = `
import fcntl, os, pty, signal, struct, sys, termios
at_ready, name, command = sys.argv[1], sys.argv[2].encode(), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown = b''
steps = [(b'ready', at_ready), (b'got ' + name, 'last')]
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        data = b''
    if not data:
        break
    shown += data
    while steps and steps[0][0] in shown:
        step = steps.pop(0)[1]
        if step == 'last':
            os.kill(pid, signal.SIGUSR1)
        elif step == 'resize':
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 90, 0, 0))
        elif step == 'hang up':
            os.kill(pid, signal.SIGHUP)
        else:
            os.write(terminal, bytes([int(step)]))
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

describeWith('Python', has(PYTHON), 'under a terminal', () => {
  const lines = (text: string) => text.match(/got \w+/g)

  test.each([
    ['Ctrl-C', '3', 'SIGINT'],
    ['Ctrl-\\', '28', 'SIGQUIT'],
    ['a new window size', 'resize', 'SIGWINCH'],
    ['a HUP to the program alone', 'hang up', 'SIGHUP'],
  ])('%s reaches the command exactly once', async (_, step, signal) => {
    const program = [NODE, PROGRAM, 'exec', '--', NODE, '-e', listener('SIGUSR1')]
    const { end } = start(small(), PYTHON, ['-c', TERMINAL, step, signal, ...program], { TERM: 'xterm' })
    const { code, stdout } = await end
    expect(lines(stdout)).toEqual([`got ${signal}`, 'got SIGUSR1'])
    expect(code).toBe(5)
  })

  test('an INT reaches the command in the background, where the terminal sends none', async () => {
    const root = small()
    const script = `
      set -m
      "$NODE" "$PROGRAM" exec -- "$NODE" -e "$LISTENER" > out &
      while ! grep -q ready out; do sleep 0.02; done
      kill -INT $!
      wait $!`
    const env = { ...OWN_NAME, LISTENER: listener('SIGINT'), TERM: 'xterm' }
    const bash = ['bash', '-c', script]
    const { code } = await start(root, PYTHON, ['-c', TERMINAL, 'none', 'NONE', ...bash], env).end
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('ready\ngot SIGINT\n')
    expect(code).toBe(5)
  })
})

const NAMESPACES = runsUnshared()

function runsUnshared(): boolean {
  return has('unshare') && runBuilt(REPOSITORY, ['exec', '--', 'unshare', '-rpf', '--mount-proc', 'true']).status === 0
}

describe.skipIf(!NAMESPACES)('in a namespace of its own (skipped where that is not allowed)', () => {
  const env = { ...OWN_NAME, LISTENER: listener('SIGINT') }
  const program = 'exec "$NODE" "$PROGRAM" exec -- "$NODE" -e "$LISTENER"'

  test('as its first process, the program forwards TERM', async () => {
    const outside = ['--kill-child', '-rpf', '--mount-proc', 'sh', '-c', `echo $$; ${program}`]
    const {
      process: outer,
      says,
      end,
    } = start(small(), 'unshare', outside, {
      ...env,
      LISTENER: listener('SIGTERM'),
    })
    await says('ready')
    const [first] = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').split(' ')
    process.kill(Number(first), 'SIGTERM')
    expect(await end).toEqual({ code: 5, stdout: '1\nready\ngot SIGTERM\n', stderr: '' })
  })

  test('without /proc, the program forwards INT', async () => {
    const script = `mount -t tmpfs none /proc && ${program}`
    const { process, says, end } = start(small(), 'unshare', ['-rm', 'sh', '-c', script], env)
    await says('ready')
    process.kill('SIGINT')
    expect(await end).toEqual({ code: 5, stdout: 'ready\ngot SIGINT\n', stderr: '' })
  })
})

const MAY_CHANGE_USER = process.getuid?.() === 0 && has('setpriv')

describe.skipIf(!MAY_CHANGE_USER)('a command of another user (skipped without root and setpriv)', () => {
  test('one that may not be sent signals is waited for all the same', async () => {
    const command = 'setpriv --reuid=65534 --clear-groups sh -c "echo ready; read line; exit 4"'
    const script = `exec setpriv --bounding-set=-kill "$NODE" "$PROGRAM" exec -- ${command}`
    const { process, says, end } = start(small(), 'sh', ['-c', script], OWN_NAME)
    await says('ready')
    process.kill('SIGTERM')
    await says('could not be handed on')
    process.stdin?.end('\n')
    expect(await end).toMatchObject({
      code: 4,
      stderr: 'error: a signal could not be handed on to setpriv (EPERM)\n',
    })
  })
})

describe('the environment that is there stays as it is', () => {
  const odd = {
    EMPTY: '',
    SPACES: '  a  b  ',
    LINES: 'a\nb\n',
    QUOTES: `it's "so" \`here\` $HOME \${BACKEND_PORT} \\`,
    LETTERS: 'ü\u{1f980}\uFFFD',
    'with space': '1',
    'with-dash.and.dot': '2',
    'BASH_FUNC_f%%': '() {  echo f\n}',
    lower: 'x',
    hasOwnProperty: 'a',
    constructor: 'b',
    toString: 'c',
    prototype: 'd',
    ['__proto__']: 'e',
    NODE_OPTIONS: '--no-warnings',
    LD_PRELOAD: '',
  }

  test('to the byte, but for what the configuration adds', () => {
    const seen = environmentOf(small(), odd)
    const expected = new Map([...Object.entries({ ...PLAIN_ENV }), ...Object.entries(odd)])
    for (const name of ['BACKEND_PORT', 'BACKEND_URL', 'PORTOLAN_EXPORTED']) {
      expect(seen.delete(name)).toBe(true)
    }
    expect(Object.fromEntries([...seen].sort())).toEqual(Object.fromEntries([...expected].sort()))
  })

  test('NODE_ENV, PORTOLAN_MODE and PORTOLAN_EXPORTED in a file do not reach the command', () => {
    const lines = 'NODE_ENV=production\nPORTOLAN_MODE=production\nPORTOLAN_EXPORTED=x\nA=1\n'
    const seen = environmentOf(small({ '.env': lines }))
    expect(seen.has('NODE_ENV')).toBe(false)
    expect(seen.has('PORTOLAN_MODE')).toBe(false)
    expect(seen.get('PORTOLAN_EXPORTED')).toMatch(/^A=\w{8} BACKEND_PORT=\w{8} BACKEND_URL=\w{8}$/)
    expect(seen.get('A')).toBe('1')
  })

  test('NODE_ENV of the environment reaches the command, whatever a file says', () => {
    const root = small({ '.env': 'NODE_ENV=production\n', '.env.test': 'BACKEND_PORT=9001\n' })
    const seen = environmentOf(root, { NODE_ENV: 'test' })
    expect(seen.get('NODE_ENV')).toBe('test')
    expect(seen.get('BACKEND_PORT')).toBe('9001')
  })

  test('the working directory is kept when the root is above', () => {
    const root = small({ '.env': 'BACKEND_PORT=9001\n' })
    mkdirSync(join(root, 'a/b'), { recursive: true })
    const { stdout } = sh(join(root, 'a/b'), 'pwd; echo $BACKEND_PORT')
    expect(stdout).toBe(`${join(root, 'a/b')}\n9001\n`)
  })

  test('the working directory is kept when --root is elsewhere', () => {
    const root = small()
    expect(sh(REPOSITORY, 'pwd; echo $BACKEND_PORT', {}, '--root', root).stdout).toBe(`${REPOSITORY}\n8203\n`)
  })
})

describe('what the command is given', () => {
  test('every setting of the stack, as resolved', () => {
    const seen = environmentOf(REPOSITORY, { BACKEND_PORT: '9000' })
    expect(Object.fromEntries(seen)).toMatchObject({
      BACKEND_PORT: '9000',
      BACKEND_URL: 'http://localhost:9000',
      REACT_APP_API_BASE_URL: 'http://localhost:9000/api',
      OLLAMA_PORT: '11434',
      REDIS_URL: 'redis://localhost:6379',
      STACK_HOST: 'localhost',
    })
  })

  test('an undeclared variable of a file, as text; the environment beats it', () => {
    const root = small({ '.env': "REACT_APP_TITLE='My $App'\nBASE=http://h:${BACKEND_PORT}/\nEMPTY=\n" })
    const seen = environmentOf(root)
    expect(seen.get('REACT_APP_TITLE')).toBe('My $App')
    expect(seen.get('BASE')).toBe('http://h:8203/')
    expect(seen.get('EMPTY')).toBe('')
    expect(environmentOf(root, { REACT_APP_TITLE: 'mine' }).get('REACT_APP_TITLE')).toBe('mine')
  })

  test('an empty setting in the environment is given its value from below', () => {
    expect(environmentOf(small(), { BACKEND_PORT: '' }).get('BACKEND_PORT')).toBe('8203')
  })

  test('secrets', () => {
    const schema = {
      token: { format: 'String', default: null, sensitive: true, env: 'API_TOKEN' },
    }
    const root = project({ 'schema/index.json': schema, '.env.local': 'API_TOKEN=s3cret-0123\n' })
    expect(environmentOf(root).get('API_TOKEN')).toBe('s3cret-0123')
  })

  test('a setting without a value is left as the environment has it', () => {
    const schema = { port: { format: 'port', default: null, nullable: true, env: 'PORT' } }
    const root = project({ 'schema/index.json': schema })
    expect(environmentOf(root).has('PORT')).toBe(false)
    expect(environmentOf(root, { PORT: '' }).get('PORT')).toBe('')
  })

  test('a setting without a variable is not given', () => {
    const schema = { a: { b: { format: 'port', default: 8203, public: true } } }
    const names = [...environmentOf(project({ 'schema/index.json': schema })).keys()]
    expect(names.filter((name) => name.includes('a.b'))).toEqual([])
  })

  test('a NODE_ENV that the schema declares, where the user says it, not from its default or a file', () => {
    const schema = { env: { format: ['development', 'production'], default: 'development', env: 'NODE_ENV' } }
    const root = project({ 'schema/index.json': schema, '.env': 'NODE_ENV=production\n' })
    expect(environmentOf(root).has('NODE_ENV')).toBe(false)
    expect(environmentOf(root, {}, '--set', 'NODE_ENV=production').get('NODE_ENV')).toBe('production')
    expect(environmentOf(root, { NODE_ENV: 'development' }).get('NODE_ENV')).toBe('development')
  })
})

describe('what a browser build is given', () => {
  const publicNames = (seen: Map<string, string>, prefix = 'REACT_APP_') =>
    Object.fromEntries([...seen].filter(([name]) => name.startsWith(prefix)).sort())

  test('every public port, and no URL while nobody says where the stack is', () => {
    expect(publicNames(environmentOf(REPOSITORY, { TTS_PORT: '9004' }))).toEqual({
      REACT_APP_API_BASE_URL: 'http://localhost:8203/api',
      REACT_APP_AVATAR_BASE_PORT: '8615',
      REACT_APP_BACKEND_PORT: '8203',
      REACT_APP_LIVE_SERVER_PORT: '8606',
      REACT_APP_TTS_PORT: '9004',
    })
  })

  test('a public URL that a layer sets', () => {
    const seen = publicNames(environmentOf(REPOSITORY, {}, '--set', 'TTS_URL=https://tts.example.org'))
    expect(seen.REACT_APP_TTS_URL).toBe('https://tts.example.org')
    expect(seen).not.toHaveProperty('REACT_APP_BACKEND_URL')
  })

  test('every public URL when a layer sets their host', () => {
    expect(publicNames(environmentOf(REPOSITORY, { STACK_HOST: 'box.lan' }))).toMatchObject({
      REACT_APP_API_BASE_URL: 'http://box.lan:8203/api',
      REACT_APP_AVATAR_URL: 'http://box.lan:8615',
      REACT_APP_BACKEND_URL: 'http://box.lan:8203',
      REACT_APP_LIVE_SERVER_URL: 'http://box.lan:8606',
      REACT_APP_TTS_URL: 'http://box.lan:8604',
    })
  })

  test.each(['environment', 'file'])('a REACT_APP_BACKEND_PORT that the user sets himself in the %s stays', (where) => {
    const root = project({
      'schema/index.json': { port: { format: 'port', default: 8203, env: 'BACKEND_PORT', public: true } },
      '.env': where === 'file' ? 'REACT_APP_BACKEND_PORT=1234\n' : '',
    })
    const env: Record<string, string> = where === 'file' ? {} : { REACT_APP_BACKEND_PORT: '1234' }
    expect(publicNames(environmentOf(root, env, '--no-check'))).toEqual({ REACT_APP_BACKEND_PORT: '1234' })
  })

  test('an API base URL of the environment wins', () => {
    const env = { REACT_APP_API_BASE_URL: 'http://h:9000/api' }
    expect(environmentOf(REPOSITORY, env).get('REACT_APP_API_BASE_URL')).toBe('http://h:9000/api')
  })

  test('under each prefix that the stack lists', () => {
    const root = project({
      'schema/index.json': {
        $stack: { prefixes: ['VITE_', 'NEXT_PUBLIC_'] },
        port: { format: 'port', default: 8203, env: 'BACKEND_PORT', public: true },
        own: { format: 'port', default: 3000, env: 'VITE_OWN_PORT' },
        inner: { format: 'port', default: 6379, env: 'REDIS_PORT' },
      },
    })
    const seen = environmentOf(root)
    expect(publicNames(seen, 'VITE_')).toEqual({ VITE_BACKEND_PORT: '8203', VITE_OWN_PORT: '3000' })
    expect(publicNames(seen, 'NEXT_PUBLIC_')).toEqual({ NEXT_PUBLIC_BACKEND_PORT: '8203' })
    expect(publicNames(seen)).toEqual({})
  })
})

describe('inside config exec -- sh', () => {
  const CONFIG = '"$NODE" "$PROGRAM"'

  test('a port set by hand is seen by the URL made of it', () => {
    expect(sh(small(), `BACKEND_PORT=9100 ${CONFIG} get BACKEND_URL`).stdout).toBe('http://localhost:9100\n')
  })

  test('so it is two shells deep, and in the environment of a command there', () => {
    const inner = `${CONFIG} exec -- sh -c 'BACKEND_PORT=9100 ${CONFIG} exec -- sh -c "echo \\$BACKEND_URL"'`
    expect(sh(small(), inner).stdout).toBe('http://localhost:9100\n')
  })

  test('a port set by hand stays set by hand in the next shell', () => {
    const inner = `BACKEND_PORT=9100 ${CONFIG} exec -- sh -c 'echo BACKEND_PORT=9200 > .env.local; ${CONFIG} get BACKEND_PORT'`
    expect(sh(small(), inner).stdout).toBe('9100\n')
  })

  test('an edit of .env.local made while the shell is open counts', () => {
    const root = small({ '.env.local': 'BACKEND_PORT=9001\nTITLE=one\n' })
    const edit = `printf 'BACKEND_PORT=9002\\nTITLE=two\\n' > .env.local`
    const look = `${CONFIG} exec -- sh -c 'echo $BACKEND_PORT $BACKEND_URL $TITLE'`
    expect(sh(root, `${edit}; ${look}`).stdout).toBe('9002 http://localhost:9002 two\n')
  })

  test('a line of .env.local taken away while the shell is open no longer counts', () => {
    const root = small({ '.env.local': 'BACKEND_PORT=9001\n' })
    expect(sh(root, `rm .env.local; ${CONFIG} get BACKEND_PORT`).stdout).toBe('8203\n')
  })

  test('a public URL goes away with the host that a file said', () => {
    const root = project({
      'schema/index.json': {
        host: { format: 'portolan:host', default: 'localhost', env: 'STACK_HOST' },
        port: { format: 'port', default: 8203, env: 'BACKEND_PORT', public: true },
        url: {
          format: 'portolan:url',
          default: 'http://${STACK_HOST}:${BACKEND_PORT}',
          env: 'BACKEND_URL',
          maker: 'url',
          public: true,
        },
      },
      '.env.local': 'STACK_HOST=box.lan\n',
    })
    const look = `${CONFIG} exec -- sh -c 'echo $REACT_APP_BACKEND_PORT $REACT_APP_BACKEND_URL'`
    expect(sh(root, `${look}; : > .env.local; ${look}`).stdout).toBe('8203 http://box.lan:8203\n8203\n')
  })

  test.each(['flag', 'environment'])('a value given outside by the %s stays in force', (how) => {
    const root = small()
    const script = `echo BACKEND_PORT=9002 > .env.local; ${CONFIG} get BACKEND_PORT BACKEND_URL`
    const run =
      how === 'flag' ? sh(root, script, {}, '--set', 'BACKEND_PORT=9001') : sh(root, script, { BACKEND_PORT: '9001' })
    expect(run.stdout).toBe('9001\nhttp://localhost:9001\n')
  })

  test('the mode of --mode outside holds', () => {
    const root = small({ '.env.production': 'BACKEND_PORT=9001\n' })
    appendFileSync(join(root, '.env.development'), 'BACKEND_PORT=9002\n')
    const script = `echo BACKEND_PORT=9003 > .env.production; ${CONFIG} get BACKEND_PORT`
    const env = { NODE_ENV: 'development', PORTOLAN_MODE: 'development' }
    expect(sh(root, script, env, '--mode', 'production').stdout).toBe('9003\n')
  })

  test('explain tells what was handed on from what the user set', () => {
    const root = small({ '.env.local': 'BACKEND_PORT=9001\n' })
    expect(sh(root, `${CONFIG} explain BACKEND_PORT`).stdout).toContain('.env.local:1')
    writeFileSync(join(root, '.env.local'), '')
    expect(sh(root, `BACKEND_PORT=9100 ${CONFIG} explain BACKEND_PORT`).stdout).toContain('environment')
  })
})

test("a public URL of convict's own format is handed on, with and without a scheme", () => {
  const root = project({
    'schema/index.cjs': `
      require('convict').addFormats(require('convict-format-with-validator'))
      module.exports = {
        api: { format: 'url', default: 'api.example.org', env: 'API', public: true },
        here: { format: 'url', default: 'http://localhost:1', env: 'HERE', public: true },
      }`,
  })
  linkPackages(root, 'convict', 'convict-format-with-validator')
  const { stdout } = runBuilt(root, ['exec', '--', 'sh', '-c', 'echo "$REACT_APP_API,$REACT_APP_HERE"'])
  expect(stdout).toBe('api.example.org,\n')
})

test('a variable that leaves of the schema do not agree on is left out, and said to be', () => {
  const twin = (fallback: number) => ({ format: 'port', default: fallback, env: 'TWIN' })
  const root = project({ 'schema/index.json': { a: twin(1), b: twin(2) }, '.env': 'TWIN=9\n' })
  const inner = `rm .env; "$NODE" "$PROGRAM" exec -- sh -c 'echo "twin: $TWIN"'`
  const env = { NODE: process.execPath, PROGRAM }
  const { stdout, stderr } = runBuilt(root, ['exec', '--', 'sh', '-c', inner], { env })
  expect(stdout).toBe('twin: \n')
  expect(stderr).toContain('warning: left out')
})

test('6,000 settings are handed on', () => {
  const leaf = (index: number) => ({ format: 'port', default: 1024 + index, env: `SERVICE_NUMBER_${index}_PORT` })
  const schema = Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`s${index}`, leaf(index)]))
  const root = project({ 'schema/index.json': schema })
  const { status, stdout } = runBuilt(root, ['exec', '--', 'sh', '-c', 'echo $SERVICE_NUMBER_5999_PORT'])
  expect({ status, stdout }).toEqual({ status: 0, stdout: '7023\n' })
})
