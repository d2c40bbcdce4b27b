import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import stack from '../../schema/index.js'
import { ConfigError, choice, defineSchema, flag, host, integer, port, text, url } from '../../src/index.js'
import { frontend } from '../../src/targets/frontend/index.js'
import { HOSTILE, hostileText } from '../printers/hostile.js'
import { REPOSITORY, write } from '../support/project.js'
import { imported, type Wanted, written } from './frontend-files.js'

const VALUES = { ...stack.$stack.targets.frontend.values, API: 'REACT_APP_API_BASE_URL' }

/** The shipped stack's module, which asks `process.env`. */
function stackModule(wanted: Wanted = {}) {
  return written(stack, { options: { values: VALUES }, ...wanted })
}

/** What refuses a target, as its problems say it. */
function refusal(schema: object, options: Wanted['options'], path?: string): string[] {
  try {
    written(schema, { ...(options && { options }), ...(path && { path }) })
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ check, message, help }) => `${check}: ${message}: ${help}`)
    throw error
  }
  return []
}

test('the module exports the declared names in their order, as one frozen object and each by itself', async () => {
  const { root, path } = stackModule()
  const { default: config, ...named } = await import(join(root, path))
  expect(Object.keys(config)).toEqual(Object.keys(VALUES))
  expect(named).toEqual(config)
  expect(Object.isFrozen(config)).toBe(true)
})

test('without `values` it exports every public setting by its own name', () => {
  expect(imported(written(stack))).toEqual({
    BACKEND_PORT: 8203,
    BACKEND_URL: 'http://localhost:8203',
    REACT_APP_API_BASE_URL: 'http://localhost:8203/api',
    AVATAR_BASE_PORT: 8615,
    LIVE_SERVER_PORT: 8606,
    AVATAR_URL: 'http://localhost:8615',
    LIVE_SERVER_URL: 'http://localhost:8606',
    TTS_PORT: 8604,
    TTS_URL: 'http://localhost:8604',
  })
  const listed = written(stack, { options: { values: ['TTS_URL', 'core.backend'] } })
  expect(imported(listed)).toEqual({ TTS_URL: 'http://localhost:8604', BACKEND_PORT: 8203 })
})

describe('a URL has the host of the page', () => {
  const local = { BACKEND_URL: 'http://localhost:8203', API: 'http://localhost:8203/api' }

  test.each([
    ['is configured without a page', undefined, {}, local],
    ['is configured on a page without a host, as of a file', '', {}, local],
    [
      'is the page’s',
      'stack.example',
      {},
      { BACKEND_URL: 'http://stack.example:8203', API: 'http://stack.example:8203/api' },
    ],
    ['is the page’s, an address too', '[::1]', {}, { WEBRTC_URL: 'http://[::1]:8615' }],
    [
      'has the port of the build',
      'a.example',
      { REACT_APP_BACKEND_PORT: '9000' },
      { API: 'http://a.example:9000/api' },
    ],
    [
      'gives way to the host of the build',
      'a.example',
      { REACT_APP_STACK_HOST: 'b.example' },
      { TTS_URL: 'http://b.example:8604' },
    ],
    [
      'gives way to the URL of the build, which other URLs follow',
      'a.example',
      { REACT_APP_BACKEND_URL: 'https://b.example' },
      { BACKEND_URL: 'https://b.example', API: 'https://b.example/api', TTS_URL: 'http://a.example:8604' },
    ],
    [
      'is not beaten by what config exec hands on while nobody names a host',
      'a.example',
      { REACT_APP_API_BASE_URL: 'http://localhost:9000/api', REACT_APP_BACKEND_PORT: '9000' },
      { API: 'http://a.example:9000/api' },
    ],
    [
      'gives way to another text of that name',
      'a.example',
      { REACT_APP_API_BASE_URL: 'http://localhost:9001/api', REACT_APP_BACKEND_PORT: '9000' },
      { API: 'http://localhost:9001/api' },
    ],
    [
      'stays where the build says nothing but the empty text',
      'a.example',
      { REACT_APP_BACKEND_URL: '', REACT_APP_BACKEND_PORT: '' },
      { BACKEND_URL: 'http://a.example:8203' },
    ],
  ] as const)('that %s', (_, host, env, expected) => {
    expect(imported(stackModule(), env, host)).toMatchObject(expected)
  })

  test('unless a committed file sets the host: the port of the build still counts', () => {
    const module = stackModule({ files: { '.env.defaults': 'STACK_HOST=stack.internal\n' } })
    expect(imported(module, { REACT_APP_TTS_PORT: '9000' }, 'a.example')).toMatchObject({
      BACKEND_URL: 'http://stack.internal:8203',
      TTS_URL: 'http://stack.internal:9000',
    })
  })

  test('unless a committed file sets the URL, which other URLs follow', () => {
    const module = stackModule({ files: { '.env': 'BACKEND_URL=https://api.example.org\n' } })
    expect(imported(module, {}, 'a.example')).toMatchObject({
      BACKEND_URL: 'https://api.example.org',
      API: 'https://api.example.org/api',
      TTS_URL: 'http://a.example:8604',
    })
  })

  test('unless its default names another machine', () => {
    const schema = defineSchema({
      near: url('NEAR_URL', 'http://127.0.0.1:${A_PORT}/near?x=1', 'Near', { public: true }),
      far: url('FAR_URL', 'http://far.example:${A_PORT}', 'Far', { public: true }),
      port: port('A_PORT', 4000, 'A port', { public: true }),
    })
    expect(imported(written(schema), { REACT_APP_A_PORT: '5000' }, 'a.example')).toEqual({
      NEAR_URL: 'http://a.example:5000/near?x=1',
      FAR_URL: 'http://far.example:5000',
      A_PORT: 5000,
    })
  })

  test('also where only the build says the port', () => {
    const schema = defineSchema({
      port: port('A_PORT', null, 'A port that each machine says', { public: true }),
      url: url('A_URL', 'http://localhost:${A_PORT}', 'A URL', { public: true }),
    })
    const module = written(schema)
    expect(imported(module, {}, 'a.example')).toEqual({ A_PORT: null, A_URL: null })
    expect(imported(module, { REACT_APP_A_PORT: '5000' }, 'a.example')).toEqual({
      A_PORT: 5000,
      A_URL: 'http://a.example:5000',
    })
    expect(module.texts['config.d.mts']).toContain('A_URL: string | null')
  })

  test('also where the host is plain text', () => {
    const schema = defineSchema({
      host: text('A_HOST', 'localhost', 'A host'),
      port: port('A_PORT', 4000, 'A port', { public: true }),
      url: url('A_URL', 'http://${A_HOST}:${A_PORT}', 'A URL', { public: true }),
    })
    const { A_URL } = imported(written(schema), {}, 'a.example') as { A_URL: string }
    expect(A_URL).toBe('http://a.example:4000')
  })

  test('and so has an exported host', () => {
    const schema = defineSchema({ host: host('A_HOST', 'localhost', 'A host', { public: true }) })
    expect(imported(written(schema), {}, 'a.example')).toEqual({ A_HOST: 'a.example' })
  })
})

test('a URL made of another URL and of other values has them all', () => {
  const schema = defineSchema({
    port: port('A_PORT', 4000, 'A port'),
    base: url('A_URL', 'http://localhost:${A_PORT}', 'A URL'),
    number: { doc: 'A number', format: Number, default: 1e21, env: 'A_NUMBER' },
    other: url('OTHER_URL', '${A_URL}/x?port=${A_PORT}&n=${A_NUMBER}$${', 'Made of it', { public: true }),
    literal: url('LITERAL_URL', '${A_URL:-http://a.example}', 'Made of it, perhaps', { public: true }),
  })
  const env = { REACT_APP_A_PORT: '5000' }
  expect(imported(written(schema), env, 'a.example')).toEqual({
    OTHER_URL: 'http://a.example:5000/x?port=5000&n=1e+21${',
    LITERAL_URL: 'http://localhost:4000',
  })
})

describe('a variable of the build wins', () => {
  test('by the exported name, then by the name of the setting', () => {
    const env = { REACT_APP_LIVE_SERVER_URL: 'http://by.setting' }
    expect(imported(stackModule(), env)).toMatchObject({ LIPSYNC_MANAGER_URL: 'http://by.setting' })
    const both = { ...env, REACT_APP_LIPSYNC_MANAGER_URL: 'http://by.export' }
    expect(imported(stackModule(), both)).toMatchObject({ LIPSYNC_MANAGER_URL: 'http://by.export' })
    const own = { REACT_APP_API_BASE_URL: 'http://by.its.own' }
    expect(imported(stackModule(), own)).toMatchObject({ API: 'http://by.its.own' })
  })

  test('also an empty one, where the setting says that empty is a value', () => {
    const title = { doc: '', format: 'String', default: 'x', env: 'TITLE', public: true }
    expect(imported(written({ title }), { REACT_APP_TITLE: '' })).toEqual({ TITLE: 'x' })
    const module = written({ title: { ...title, allowEmpty: true } })
    expect(imported(module, { REACT_APP_TITLE: '' })).toEqual({ TITLE: '' })
    expect(imported(module)).toEqual({ TITLE: 'x' })
  })

  test('by each prefix of the stack, in order', () => {
    const schema = { $stack: { prefixes: ['NEXT_PUBLIC_', 'VITE_'] }, ...TYPED }
    const module = written(schema)
    expect(imported(module, { VITE_A_TEXT: 'second' })).toMatchObject({ A_TEXT: 'second' })
    expect(imported(module, { VITE_A_TEXT: 'second', NEXT_PUBLIC_A_TEXT: 'first' })).toMatchObject({ A_TEXT: 'first' })
  })

  test.each(['9000x', '0', '65536', ' 9000', '9e3', '0x10', '-1', '08203', '９０００'])(
    'unless it is no port: %j',
    (wrong) => {
      expect(() => imported(stackModule(), { REACT_APP_BACKEND_PORT: wrong })).toThrow(
        `REACT_APP_BACKEND_PORT=${JSON.stringify(wrong)} is not a TCP port (1-65535)`,
      )
    },
  )

  test('unless a range of ports would end beyond the last one', () => {
    expect(() => imported(stackModule(), { REACT_APP_AVATAR_BASE_PORT: '65530' })).toThrow(
      'REACT_APP_AVATAR_BASE_PORT="65530" is not the first of 10 TCP ports (1-65526)',
    )
  })
})

const TYPED = defineSchema({
  text: text('A_TEXT', 'as it is', 'A text', { public: true }),
  unset: text('UNSET', null, 'Nothing', { public: true, nullable: true }),
  integer: integer('AN_INTEGER', -3, 'A whole number', { public: true }),
  number: { doc: 'A number', format: Number, default: 0.5, env: 'A_NUMBER', public: true },
  flag: flag('A_FLAG', true, 'A flag', { public: true }),
  choice: choice('A_CHOICE', ['red', "it's"], 'red', 'A choice', { public: true }),
  level: { doc: 'A level */ of\nmany', format: [1, 2, 3], default: 2, env: 'A_LEVEL', public: true },
  object: { format: Object, default: { __proto__x: [1] }, env: 'AN_OBJECT', public: true },
  list: { doc: 'A list', format: Array, default: ['a', 1], env: 'A_LIST', public: true },
})

describe('a value keeps its type', () => {
  const configured = {
    A_TEXT: 'as it is',
    UNSET: null,
    AN_INTEGER: -3,
    A_NUMBER: 0.5,
    A_FLAG: true,
    A_CHOICE: 'red',
    A_LEVEL: 2,
    AN_OBJECT: { __proto__x: [1] },
    A_LIST: ['a', 1],
  }

  test('as it is configured', () => {
    expect(imported(written(TYPED))).toEqual(configured)
  })

  test.each([
    ['UNSET', 'set', 'set'],
    ['AN_INTEGER', '12', 12],
    ['A_NUMBER', '-1.5e3', -1500],
    ['A_FLAG', 'off', false],
    ['A_FLAG', 'TRUE', true],
    ['A_CHOICE', "it's", "it's"],
    ['A_LEVEL', '3', 3],
    ['AN_OBJECT', '{"constructor":{"a":1}}', { constructor: { a: 1 } }],
    ['A_LIST', 'x,y', ['x', 'y']],
  ])('as the build says it: %s=%s', (name, said, value) => {
    expect(imported(written(TYPED), { [`REACT_APP_${name}`]: said })).toEqual({ ...configured, [name]: value })
  })

  test.each([
    ['AN_INTEGER', '1.5', 'an integer'],
    ['AN_INTEGER', '9007199254740993', 'an integer'],
    ['A_NUMBER', '1e999', 'a number'],
    ['A_NUMBER', 'NaN', 'a number'],
    ['A_FLAG', 'maybe', 'true or false'],
    ['A_CHOICE', 'blue', "one of red, it's"],
    ['A_LEVEL', '4', 'one of 1, 2, 3'],
    ['AN_OBJECT', '{', 'a JSON object'],
  ])('or says what is wrong: %s=%s', (name, said, form) => {
    const message = `REACT_APP_${name}=${JSON.stringify(said)} is not ${form}`
    expect(() => imported(written(TYPED), { [`REACT_APP_${name}`]: said })).toThrow(message)
  })

  test('in TypeScript too', () => {
    const { root } = written(TYPED, { path: 'config.js' })
    write(root, {
      'package.json': { type: 'module' },
      'uses.ts': `import config, { AN_INTEGER, A_CHOICE } from './config.js'
        const text: string = config.A_TEXT
        const unset: string | null = config.UNSET
        const integer: number = AN_INTEGER
        const flag: boolean = config.A_FLAG
        const choice: 'red' | "it's" = A_CHOICE
        const level: 1 | 2 | 3 = config.A_LEVEL
        // @ts-expect-error: it may be unset
        const set: string = config.UNSET
        // @ts-expect-error: it is one of two
        const blue: 'blue' = config.A_CHOICE
        // @ts-expect-error: it is frozen
        config.A_TEXT = ''
        // @ts-expect-error: there is no such name
        config.A_TXT
        export { text, unset, integer, flag, choice, level, set, blue }`,
    })
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2018', '--types', '', 'uses.ts']
    expect(tsc(root, flags)).toBe('')
  })
})

function tsc(cwd: string, args: readonly string[]): string {
  const program = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' })
  return stdout + stderr
}

test('the module is plain ES2018', () => {
  const { root, path } = written({ ...TYPED, ...stack })
  const emitted = ['es2018', 'esnext'].map((target) => {
    const flags = ['--allowJs', '--target', target, '--module', 'esnext', '--types', '', '--outDir', target]
    expect(tsc(root, [...flags, path])).toBe('')
    return readFileSync(join(root, target, path), 'utf8')
  })
  expect(emitted[0]).toBe(emitted[1])
})

describe('any text comes out as it went in', () => {
  const schemaOf = (texts: readonly string[]) =>
    Object.fromEntries(
      texts.map((one, index) => [
        `v${index}`,
        { doc: one, format: String, default: one, env: `V${index}`, public: true, allowEmpty: true },
      ]),
    )
  const valuesOf = (texts: readonly string[]) => Object.fromEntries(texts.map((one, index) => [`V${index}`, one]))
  const random = fc.sample(hostileText, { numRuns: 1000, seed: 3 })

  test.each([
    ['every hostile one', HOSTILE],
    ['1,000 random ones', random],
  ])('%s', (_, texts) => {
    const module = written(schemaOf(texts))
    expect(imported(module)).toEqual(valuesOf(texts))
    expect(Object.fromEntries(frontend.valuesIn(module.script))).toEqual(valuesOf(texts))
  })

  test('within a <script>, within a template, and through String.replace', () => {
    const { root, script, texts } = written(schemaOf([...HOSTILE, '<!-- <script>', ']]>', '$`', "$'", '*/']))
    expect(script).not.toMatch(/<\/script|<!--|<script|[`\u2028\u2029]|\p{Cs}|\$[$&'`0-9<]/iu)
    write(root, { 'replaced.mjs': 'X'.replace('X', script) })
    expect(imported({ root, path: 'replaced.mjs' })).toEqual(imported({ root, path: 'config.mjs' }))
    expect(texts['config.d.mts']).not.toMatch(/\*\/(?!$)/m)
  })
})

describe('the values that a module states', () => {
  test('are read back by setting, whatever the line ends', () => {
    const { script } = stackModule({ files: { '.env': 'BACKEND_PORT=9000\n' } })
    const stated = { STACK_HOST: 'localhost', BACKEND_PORT: '9000', AVATAR_BASE_PORT: '8615' }
    expect(Object.fromEntries(frontend.valuesIn(script))).toMatchObject(stated)
    expect(Object.fromEntries(frontend.valuesIn(script.replaceAll('\n', '\r\n')))).toMatchObject(stated)
  })

  test('have their types’ texts, and leave out what is unset', () => {
    const stated = frontend.valuesIn(written(TYPED).script)
    expect(Object.fromEntries(stated)).toEqual({
      A_TEXT: 'as it is',
      AN_INTEGER: '-3',
      A_NUMBER: '0.5',
      A_FLAG: 'true',
      A_CHOICE: 'red',
      A_LEVEL: '2',
      AN_OBJECT: '{"__proto__x":[1]}',
      A_LIST: '["a",1]',
    })
  })

  test('are none in a file of somebody else', () => {
    expect(frontend.valuesIn("const shared = {\n  A: nonsense(,\n  B: '\\x',\n}\n").get('C')).toBeUndefined()
    expect(frontend.valuesIn('')).toEqual(new Map())
  })
})

describe('under a vite.config', () => {
  const vite = (config: string, options: object) =>
    written(TYPED, { path: 'web/src/config.js', options: { ...options }, beside: { 'web/vite.config.ts': config } })
      .remarks

  test('says that Vite fills import.meta.env alone', () => {
    expect(vite('export default {}', {})).toEqual([
      "Vite (web/vite.config.ts) fills import.meta.env alone: give the frontend target env: 'import.meta.env'",
    ])
  })

  test('says which prefix the config has to let through', () => {
    const options = { env: 'import.meta.env' }
    expect(vite('export default {}', options)).toEqual([
      "Vite hides REACT_APP_* from the page: write envPrefix: ['VITE_', 'REACT_APP_'] in web/vite.config.ts",
    ])
    expect(vite("export default { envPrefix: ['REACT_APP_'] }", options)).toEqual([])
  })

  test('says nothing where the plugin fills both', () => {
    const config = "import portolan from 'portolan/vite'\nexport default { plugins: [portolan()] }"
    expect(vite(config, {})).toEqual([])
    expect(vite(config, { env: 'import.meta.env' })).toEqual([])
  })
})

describe('refuses by name', () => {
  const SECRET = defineSchema({
    password: text('DB_PASSWORD', 'canary-hunter2', 'A secret', { sensitive: true }),
    made: url('DB_URL', 'http://x:${DB_PASSWORD}@localhost', 'Made of it'),
    port: port('A_PORT', 1234, 'A port', { public: true }),
  })

  test('secrets, and what is made of them', () => {
    expect(refusal(SECRET, { values: { A: 'DB_PASSWORD', B: 'DB_URL', C: 'A_PORT' } })).toEqual([
      'target: the frontend is to be handed DB_PASSWORD, which is a secret: take DB_PASSWORD out of the values of the frontend target',
      'target: the frontend is to be handed DB_URL, which is made of DB_PASSWORD, which is sensitive: take DB_URL out of the values of the frontend target',
    ])
    expect(JSON.stringify(written(SECRET).texts)).not.toContain('canary')
  })

  test('what is no setting', () => {
    expect(refusal(stack, { values: ['BACKND_URL'] })).toEqual([
      'target: the frontend is to be handed "BACKND_URL", which is no setting: did you mean BACKEND_URL?',
    ])
  })

  test.each([
    'a-b',
    '1A',
    '',
    'class',
    'await',
    'default',
    'a$b',
    'größe',
    'toString',
    'process',
    'shared',
    'value',
    'config',
  ])('an exported name that no module can have, or ours has itself: %j', (name) => {
    const [problem] = refusal(stack, { values: { [name]: 'TTS_URL' } })
    expect(problem).toMatch(/^target: ".*" is no name that a frontend can import: give it one in letters, /)
  })

  test('a path that is no JavaScript file', () => {
    expect(refusal(stack, {}, 'src/config.ts')[0]).toMatch(/^target: src\/config\.ts is no JavaScript file/)
  })
})

test('settings and constants of the same name do not meet', () => {
  const values = { TTS_PORT: 'BACKEND_PORT', TTS_URL: 'TTS_URL', TTS_PORT_: 'TTS_URL' }
  expect(imported(written(stack, { options: { values } }))).toEqual({
    TTS_PORT: 8203,
    TTS_URL: 'http://localhost:8604',
    TTS_PORT_: 'http://localhost:8604',
  })
})

test('names what a build through `config exec` cannot see', () => {
  const told = 'LLM_PORT is not public: a build through `config exec` does not see what local layers say of it'
  const { remarks } = written(stack, { options: { values: ['LLM_URL', 'TTS_URL'] } })
  expect(remarks).toContain(told)
  expect(stackModule().remarks).toEqual([])
})

test.each([
  ['env', 'process.env', null],
  ['env', 'import.meta.env', null],
  ['env', 'Deno.env', 'neither process.env nor import.meta.env'],
  ['values', ['A'], null],
  ['values', { a: 'A' }, null],
  ['values', 'A', 'neither an object of settings by exported name nor a list of settings'],
  ['values', { a: 1 }, 'neither an object of settings by exported name nor a list of settings'],
])('the option %s may be %j: %s', (name, value, wrong) => {
  expect(frontend.options[name]?.(value)).toBe(wrong)
})
