import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entriesOf, OWN_NAME, sh, small } from '../support/exec.js'
import { linkPackages, project, REPOSITORY } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt, start } from '../support/run.js'

/** What a command sees of its environment, to the byte. */
function environmentOf(root: string, env: Record<string, string> = {}, ...flags: string[]) {
  const { status, stdout, stderr } = runBuilt(root, ['exec', ...flags, '--', 'env', '-0'], { env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return entriesOf(stdout)
}

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
