import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run, runBuilt } from '../support/run.js'
import { problemsOf, stackProject } from './stack.js'

const names = problemsOf.bind(null, 'names')

/** What the check says of one line of a file. */
async function ofLine(line: string) {
  return names(stackProject({ '.env': `${line}\n` }))
}

/** The environment of a pod, of CI, or of a desktop: none of it is the stack's. */
const FOREIGN = {
  PORT: '3000',
  HOST: 'x',
  HOSTNAME: 'x',
  USERNAME: 'x',
  LOGNAME: 'x',
  DISPLAY: ':0',
  SERVER_PORT: '80',
  PUBLIC_URL: '/',
  API_BASE_URL: 'http://x',
  LLM_HOST: 'x',
  LLM_MODEL: 'x',
  LLM_API_KEY: 'x',
  TTS_HOST: 'x',
  TTS_VOICE: 'x',
  TLS_PORT: '443',
  TTS_PORTS: '1',
  RAG_TOP_K: '3',
  REDIS_HOST: 'x',
  REDIS_URI: 'x',
  REDIS_SERVICE_HOST: '10.0.0.11',
  REDIS_SERVICE_PORT: '6379',
  BACKEND_PORT_8203_TCP: 'tcp://10.0.0.12:8203',
  BACKEND_PORT_8203_TCP_ADDR: '10.0.0.12',
  KUBERNETES_PORT: 'tcp://10.0.0.1:443',
  OLLAMA_HOST: '127.0.0.1:11434',
  OLLAMA_MODELS: '/models',
  npm_config_port: '1',
  npm_package_config_backend_port: '1',
  GITHUB_ACTIONS: 'true',
  DB_PORT: '5432',
  WORKER_2_PORT: '1',
  REACT_APP_BACKEND_URL: 'https://api.example.org',
}

describe('names in files', () => {
  test('one letter too few gives one warning with its place and the name that was meant', async () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env.local': 'BACKND_PORT=1\n' })
    expect(await names(root)).toEqual([
      {
        check: 'names',
        severity: 'warning',
        setting: 'BACKEND_PORT',
        message: 'BACKND_PORT is not declared, but close to BACKEND_PORT',
        origin: { layer: 'file', path: '.env.local', line: 1, column: 13 },
        help: 'did you mean BACKEND_PORT? if not, declare BACKND_PORT in the schema',
      },
    ])
  })

  test.each([
    ['BACKEND_PROT', 'BACKEND_PORT'],
    ['BAKCEND_PORT', 'BACKEND_PORT'],
    ['BACKENDD_PORT', 'BACKEND_PORT'],
    ['BACKND_PROT', 'BACKEND_PORT'],
    ['BACKENDPORT', 'BACKEND_PORT'],
    ['BACKNDPORT', 'BACKEND_PORT'],
    ['BACKEND__PORT', 'BACKEND_PORT'],
    ['BACKEND-PORT', 'BACKEND_PORT'],
    ['backend_port', 'BACKEND_PORT'],
    ['backendPort', 'BACKEND_PORT'],
    ['PORT_BACKEND', 'BACKEND_PORT'],
    ['BACKEND_PORTS', 'BACKEND_PORT'],
    ['BACKEND_URI', 'BACKEND_URL'],
    ['LML_PORT', 'LLM_PORT'],
    ['LLM_PRT', 'LLM_PORT'],
    ['LLM_PORT_ORIGNAL', 'LLM_PORT_ORIGINAL'],
    ['API_BASE_URL', 'REACT_APP_API_BASE_URL'],
    ['VITE_API_BASE_URL', 'REACT_APP_API_BASE_URL'],
    ['core.backend', 'BACKEND_PORT'],
  ])('%s is taken for %s', async (written, meant) => {
    const [problem, ...others] = await ofLine(`${written}=1`)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ setting: meant, severity: 'warning' })
    expect(problem?.help).toContain(meant)
  })

  test.each([
    'LLM_HOST',
    'REDIS_HOST',
    'LLM_MODEL',
    'TLS_PORT',
    'DB_PORT',
    'LOG_PORT',
    'API_PORT',
    'BACKEND_HOST',
    'FRONTEND_URL',
    'BACKEND_PORT_2',
    'BACKEND_PORT2',
    'AVATAR_PORT',
    'RAT_PORT',
    'LLAMA_PORT',
    'HOSTNAME',
    'PORT',
  ])('%s is a name of its own', async (name) => {
    expect((await ofLine(`${name}=1`)).map(({ message, setting }) => ({ message, setting }))).toEqual([
      { setting: null, message: `.env sets a variable that the schema does not declare: ${name} (line 1)` },
    ])
  })

  test('a copy that config exec would make is told, unless it is written as a reference', async () => {
    const [problem, ...others] = await ofLine('REACT_APP_BACKEND_PORT=1\nREACT_APP_TTS_URL=${TTS_URL}')
    expect(others).toEqual([])
    expect(problem).toMatchObject({
      setting: 'BACKEND_PORT',
      message: 'REACT_APP_BACKEND_PORT takes the place of BACKEND_PORT in the frontend, and does not follow it',
    })
    expect(problem?.help).toContain('write REACT_APP_BACKEND_PORT=${BACKEND_PORT}')
  })

  test('so is the last port of a range', async () => {
    const [problem] = await ofLine('AVATAR_BASE_PORT_LAST=1')
    expect(problem).toMatchObject({ setting: 'AVATAR_BASE_PORT', help: expect.stringContaining('delete the line') })
  })

  test('a frontend prefix that makes no copy says what would', async () => {
    const [unlisted] = await ofLine('VITE_BACKEND_PORT=1')
    expect(unlisted?.help).toContain("list the prefix ($stack: { prefixes: ['REACT_APP_', 'VITE_'] })")
    const [closed] = await ofLine('REACT_APP_REDIS_PORT=1')
    expect(closed?.help).toContain('make REDIS_PORT public (public: true) in the schema')
  })

  test('what such help leads to is no problem', async () => {
    const [problem] = await ofLine('REACT_APP_REDIS_PORT=1')
    expect(problem?.help).toMatch(/in the schema, and delete the line$/)
    const [set] = await names(stackProject(), { env: { VITE_BACKEND_PORT: '1' } })
    expect(set?.help).toMatch(/in the schema, and unset VITE_BACKEND_PORT$/)
  })

  test.each([
    ['VITE_BACKEND_PORT=${BACKEND_PORT}', '.env sets'],
    ['REACT_APP_RAG_URL=${RAG_URL}', '.env hands to the frontend'],
    ['BACKEND_URI=${BACKEND_URL}', '.env sets'],
    ['backend_port=${BACKEND_PORT:-1}', '.env sets'],
  ])('%s refers to the right name, and is only undeclared', async (line, subject) => {
    const name = line.split('=')[0]
    expect((await ofLine(line)).map(({ message }) => message)).toEqual([
      `${subject} a variable that the schema does not declare: ${name} (line 1)`,
    ])
    expect(await ofLine(line.replace(/=(.*)/, "='$1'"))).toMatchObject([{ setting: expect.any(String) }])
  })

  test('where the right name is set as well, the help is to delete the line', async () => {
    const [problem] = await ofLine('BACKEND_PORT=9000\nBACKND_PORT=9000')
    expect(problem?.help).toContain('BACKEND_PORT is set already (.env:1): delete this line')
  })

  test('one for several is a slip, though it is a word of its own', async () => {
    const schema = { hosts: { format: 'Array', default: [], env: 'ALLOWED_HOSTS' } }
    const root = project({ 'schema/index.json': schema, '.env': 'ALLOWED_HOST=x\n' })
    expect(await names(root)).toMatchObject([{ setting: 'ALLOWED_HOSTS' }])
  })

  test('the first word that all settings begin with may be missing', async () => {
    const port = (name: string) => ({ format: 'port', default: 8203, env: name })
    const schema = { a: port('ACME_BACKEND_PORT'), b: port('ACME_REDIS_PORT'), c: port('ACME_DB_PORT') }
    const root = project({ 'schema/index.json': schema, '.env': 'DB_PORT=1\n' })
    expect(await names(root)).toMatchObject([{ setting: 'ACME_DB_PORT' }])
    expect(await names(root, { env: { REDIS_PORT: '1' } })).toHaveLength(1)
  })

  test('a messy file gets one warning with every name and its line, and shows no value', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `THING_${index}=hunter2-${index}`)
    const root = stackProject({ '.env': `${lines.join('\n')}\nREACT_APP_TITLE=hunter2\n`, '.env.local': 'OTHER=1\n' })
    const { stdout } = await run(root, ['check', 'names'])
    expect(stdout).not.toContain('hunter2')
    const problems = await names(root)
    expect(problems.map(({ origin }) => origin)).toMatchObject([
      { path: '.env', line: 1 },
      { path: '.env', line: 61 },
      { path: '.env.local', line: 1 },
    ])
    expect(problems[0]?.message).toBe('.env sets 60 variables that the schema does not declare')
    for (const name of lines.keys()) expect(stdout).toContain(`THING_${name} (line ${name + 1})`)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(120)
    expect(problems[0]?.variables).toHaveLength(60)
    expect(problems[0]?.variables?.at(-1)).toEqual({ name: 'THING_59', line: 60 })
    expect(problems[1]?.message).toContain('.env hands to the frontend a variable')
  })

  test('a comment exempts one of several undeclared names, not all of them', async () => {
    const lines = '# portolan-ignore: for the old tool\nONE=1\nTWO=2\n'
    expect((await names(stackProject({ '.env': lines }))).map(({ message }) => message)).toEqual([
      '.env sets a variable that the schema does not declare: TWO (line 3)',
    ])
  })

  test.each(['SORT', 'PART', 'FORT', 'PIRT', 'DB_SORT', 'DB_PART'])('%s is not taken for a PORT', async (name) => {
    const port = (env: string) => ({ format: 'port', default: 8203, env })
    const root = project({ 'schema/index.json': { a: port('PORT'), b: port('DB_PORT') }, '.env': `${name}=1\n` })
    expect(await names(root)).toMatchObject([{ setting: null }])
    const slip = project({ 'schema/index.json': { a: port('PORT') }, '.env': 'PROT=1\n' })
    expect(await names(slip)).toMatchObject([{ setting: 'PORT' }])
  })

  test('what is there on purpose is left alone', async () => {
    const root = project({
      'schema/index.json': { $stack: { fileMaySet: ['NODE_OPTIONS'] }, ...SMALL_SCHEMA },
      '.env': 'DOMAIN=x.org\nNODE_OPTIONS=--trace-warnings\nCOMPOSE_PROJECT_NAME=x\nBACKEND_URL=https://${DOMAIN}\n',
    })
    expect(await names(root)).toEqual([])
  })

  test('NODE_ENV in a file is told, since it chooses no mode and is not handed on', async () => {
    const problems = await ofLine('NODE_ENV=production\nPORTOLAN_MODE=production')
    expect(problems.map(({ message }) => message.split(' ')[0])).toEqual(['NODE_ENV', 'PORTOLAN_MODE'])
  })

  test('names that no file may set are told once, as errors of the values', async () => {
    expect(await ofLine('PATH=/x\ntoString=1')).toEqual([])
  })

  test('what is set twice is told once', async () => {
    expect(await ofLine('BACKND_PORT=1\nBACKND_PORT=2')).toMatchObject([{ origin: { line: 2 } }])
  })

  test('a name of a hundred thousand letters is listed, cut', async () => {
    const [problem] = await ofLine(`BACKEND_PORT${'T'.repeat(100_000)}=1`)
    expect(problem?.message.length).toBeLessThan(200)
  })
})

describe('names in the environment', () => {
  test("are other people's", async () => {
    expect(await names(stackProject(), { env: FOREIGN })).toEqual([])
  })

  test.each(['BACKND_PORT', 'backend_port', 'BACKENDPORT', 'PORT_BACKEND', 'VITE_BACKEND_PORT', 'OLLAMA_PROT'])(
    '%s is clearly meant for a setting',
    async (name) => {
      const problems = await names(stackProject(), { env: { ...FOREIGN, [name]: '1' } })
      expect(problems).toMatchObject([{ origin: { layer: 'environment' }, severity: 'warning' }])
    },
  )

  test('LOGLEVEL is set by CI, and a slip only in a file', async () => {
    const schema = { level: { format: 'String', default: 'info', env: 'LOG_LEVEL' } }
    expect(await names(project({ 'schema/index.json': schema }), { env: { LOGLEVEL: 'debug' } })).toEqual([])
    const root = project({ 'schema/index.json': schema, '.env': 'LOGLEVEL=debug\n' })
    expect(await names(root)).toMatchObject([{ setting: 'LOG_LEVEL' }])
  })

  test('are let be where the right one is set too', async () => {
    expect(await names(stackProject(), { env: { BACKND_PORT: '1', BACKEND_PORT: '9000' } })).toEqual([])
  })

  test('are told once where a file has them too', async () => {
    const root = stackProject({ '.env': 'BACKND_PORT=1\n' })
    expect(await names(root, { env: { BACKND_PORT: '1' } })).toMatchObject([{ origin: { path: '.env' } }])
  })

  test('have no case on Windows', async () => {
    const env = { Backend_Port: '9000' }
    expect(await names(stackProject(), { env, platform: 'win32' })).toEqual([])
    expect(await names(stackProject(), { env })).toMatchObject([
      { message: 'Backend_Port is not declared, as case counts: BACKEND_PORT is' },
    ])
  })

  test('that config exec handed on are nobody’s slip', async () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env': 'BACKND_PORT=1\n' })
    const env = Object.fromEntries(
      runBuilt(root, ['exec', '--', 'env', '-0'])
        .stdout.split('\0')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    expect(env).toMatchObject({ BACKND_PORT: '1', PORTOLAN_EXPORTED: expect.stringContaining('BACKND_PORT=') })
    expect(await names(project({ 'schema/index.json': SMALL_SCHEMA }), { env })).toEqual([])
  })
})
