import { describe, expect, test } from 'vitest'
import { entriesOf, OWN_NAME } from '../support/exec.js'
import { type Files, project } from '../support/project.js'
import { PLAIN_ENV, runBuilt } from '../support/run.js'

const port = (env: string, number: number, more: object = {}) => ({
  doc: env,
  format: 'port',
  default: number,
  env,
  ...more,
})

const SCHEMA = {
  core: {
    backend: port('BACKEND_PORT', 8203, { public: true, role: 'browser' }),
    url: {
      doc: '',
      format: 'portolan:url',
      default: 'http://localhost:${BACKEND_PORT}',
      env: 'BACKEND_URL',
      maker: 'url',
    },
  },
  avatar: {
    base: port('AVATAR_BASE_PORT', 8615, { count: 10, maker: 'port' }),
    deep: { live: port('LIVE_SERVER_PORT', 8606, { service: 'lipsync', maker: 'port' }) },
  },
  redis: port('REDIS_PORT', 6379),
  password: { doc: '', format: 'String', default: 'hunter2', env: 'DB_PASSWORD', sensitive: true },
  pathOnly: { doc: '', format: 'String', default: 'x' },
}

const FILES = { 'schema/index.json': SCHEMA, '.env': 'TTS_VOICE=de-DE\nREACT_APP_TITLE=Ship\n' }

const ours = (name: string) => !(name in PLAIN_ENV) && !/^(?:PWD|SHLVL|_|NODE|PROGRAM|PORTOLAN_EXPORTED)$/.test(name)

interface Options {
  readonly files?: Files
  readonly env?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  /** What runs the command that shows its environment. */
  readonly below?: readonly string[]
}

/** What a command is given beside the environment that the program itself is started in. */
function given(words: readonly string[], { files = {}, env = {}, flags = [], below = [] }: Options = {}) {
  const root = project({ ...FILES, ...files })
  const args = ['exec', '--no-check', ...flags, ...words, '--', ...below, 'env', '-0']
  const { status, stdout, stderr } = runBuilt(root, args, { env: { ...OWN_NAME, ...env } })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return Object.fromEntries([...entriesOf(stdout)].filter(([name]) => ours(name)))
}

/** A whole `config exec` around an inner command line. */
const around = (script: string) => ['sh', '-c', `"$NODE" "$PROGRAM" ${script}`]

const BACKEND = { BACKEND_PORT: '8203', REACT_APP_BACKEND_PORT: '8203' }
const AVATAR = { AVATAR_BASE_PORT: '8615', AVATAR_BASE_PORT_LAST: '8624' }

describe('exec --only hands on what it names', () => {
  test.each<[string, readonly string[], object]>([
    ['a setting by its variable', ['--only', 'REDIS_PORT'], { REDIS_PORT: '6379' }],
    ['a setting by its path', ['--only', 'redis'], { REDIS_PORT: '6379' }],
    ['a setting by its service', ['--only', 'lipsync'], { LIVE_SERVER_PORT: '8606' }],
    ['a public setting with its copy', ['--only', 'BACKEND_PORT'], BACKEND],
    ['a setting by its copy', ['--only', 'REACT_APP_BACKEND_PORT'], BACKEND],
    ['a range with its end', ['--only', 'AVATAR_BASE_PORT'], AVATAR],
    ['a range by its end', ['--only', 'AVATAR_BASE_PORT_LAST'], AVATAR],
    ['a URL alone, resolved', ['--only', 'BACKEND_URL'], { BACKEND_URL: 'http://localhost:8203' }],
    ['a group with the groups in it', ['--only', 'avatar'], { ...AVATAR, LIVE_SERVER_PORT: '8606' }],
    ['an undeclared variable of the files', ['--only', 'TTS_VOICE'], { TTS_VOICE: 'de-DE' }],
    ['several words', ['--only', 'redis', 'avatar.deep'], { REDIS_PORT: '6379', LIVE_SERVER_PORT: '8606' }],
    ['several with commas', ['--only=redis,avatar.deep'], { REDIS_PORT: '6379', LIVE_SERVER_PORT: '8606' }],
    ['several flags', ['--only', 'redis', '--only', 'lipsync'], { REDIS_PORT: '6379', LIVE_SERVER_PORT: '8606' }],
  ])('%s', (_, words, wanted) => {
    expect(given(words)).toEqual(wanted)
  })

  test('and all of it without the flag', () => {
    expect(Object.keys(given([])).sort()).toEqual([
      ...['AVATAR_BASE_PORT', 'AVATAR_BASE_PORT_LAST', 'BACKEND_PORT', 'BACKEND_URL', 'DB_PASSWORD'],
      ...['LIVE_SERVER_PORT', 'REACT_APP_BACKEND_PORT', 'REACT_APP_TITLE', 'REDIS_PORT', 'TTS_VOICE'],
    ])
  })

  test('a group whose variable another leaf of the schema has too', () => {
    const schema = { one: { a: port('A_PORT', 8001) }, two: { b: port('A_PORT', 8001) }, c: port('C_PORT', 8002) }
    expect(given(['--only', 'two'], { files: { 'schema/index.json': schema, '.env': '' } })).toEqual({ A_PORT: '8001' })
  })
})

describe('exec --only leaves to the user what is the user’s', () => {
  test('a variable that is set in the environment stays, under that name', () => {
    const env = { BACKEND_PORT: '9000', TTS_VOICE: 'fr', EDITOR: 'ed' }
    expect(given(['--only', 'redis'], { env })).toEqual({ ...env, REDIS_PORT: '6379' })
    expect(given(['--only', 'BACKEND_URL'], { env: { BACKEND_PORT: '9000' } })).toMatchObject({
      BACKEND_URL: 'http://localhost:9000',
    })
  })

  test('so does what --set says, for a config further down to see', () => {
    expect(given(['--only', 'BACKEND_URL'], { flags: ['--set', 'BACKEND_PORT=9000'] })).toEqual({
      BACKEND_PORT: '9000',
      BACKEND_URL: 'http://localhost:9000',
    })
  })

  test('what an outer exec handed on is taken out, and what somebody set in between is not', () => {
    const inner = 'exec --no-check --only redis -- env -0'
    expect(given([], { below: ['sh', '-c', `export BACKEND_PORT=9000; "$NODE" "$PROGRAM" ${inner};:`] })).toEqual({
      BACKEND_PORT: '9000',
      REDIS_PORT: '6379',
    })
  })

  test('Compose is told of an override as always', () => {
    const $stack = { targets: { 'compose-override': 'compose.ports.yml' } }
    const compose = { 'docker-compose.yml': 'services: {}\n', 'compose.ports.yml': 'services: {}\n' }
    const seen = given(['--only', 'redis'], { files: { 'schema/index.json': { $stack, ...SCHEMA }, ...compose } })
    expect(seen).toEqual({ REDIS_PORT: '6379', COMPOSE_FILE: expect.stringContaining('/compose.ports.yml') })
  })

  test('a config further down is not limited', () => {
    expect(Object.keys(given(['--only', 'redis'], { below: around('exec --no-check -- env -0;:') }))).toHaveLength(10)
  })
})

describe('exec --only stops', () => {
  test.each([
    [['--only', 'REDIS_PROT'], 'REDIS_PROT is no setting and no group', 'did you mean REDIS_PORT?'],
    [
      ['--only', 'redis,nothing-like-it'],
      'nothing-like-it is no setting and no group',
      '`config print` lists them all',
    ],
    [['--only', ''], '"" is no setting and no group', '`config print` lists them all'],
    [['--only', 'TTS_VOICE,'], '"" is no setting and no group', '`config print` lists them all'],
    [['--only', 'HOME'], 'HOME is no setting and no group', '`config print` lists them all'],
    [['--only', 'pathOnly'], 'pathOnly has no variable, which a command could be given', 'give it one in the schema'],
    [['--only'], '--only needs a value', 'write --only GROUP|NAME...'],
  ])('at %j', (words, message, help) => {
    const { status, stdout, stderr } = runBuilt(project(FILES), ['exec', ...words, '--', 'echo', 'started'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(`error: ${message}`)
    expect(stderr).toContain(help)
  })

  test('at a bad value of a setting that is not named', () => {
    const root = project({ ...FILES, '.env': 'BACKEND_PORT=x\n' })
    const { status, stderr } = runBuilt(root, ['exec', '--only', 'redis', '--', 'true'])
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('BACKEND_PORT="x"') })
  })

  test('not at an undeclared variable that the command is not given', () => {
    const files = { '.env': 'TITLE=${NO_SUCH_NAME}\n' }
    expect(given(['--only', 'redis'], { files })).toEqual({ REDIS_PORT: '6379' })
  })
})
