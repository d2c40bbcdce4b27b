import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ConfigError, load } from '../../../src/index.js'
import { openSchema } from '../../../src/schema/index.js'
import { type Files, project, REPOSITORY } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, run, runBuilt } from '../../support/run.js'

const SCHEMA = {
  $stack: {
    targets: {
      env: 'made.env',
      frontend: 'made.mjs',
      'frontend-runtime': 'made.js',
      python: 'made.py',
      compose: 'compose.yaml',
    },
  },
  port: { format: 'port', default: 8203, env: 'BACKEND_PORT', maker: 'port', public: true },
  other: { format: 'port', default: 3000, env: 'OTHER_PORT' },
  url: { format: 'portolan:url', default: 'http://localhost:${BACKEND_PORT}', env: 'SITE_URL', maker: 'url' },
  host: { format: 'portolan:host', default: 'localhost', env: 'STACK_HOST' },
  whole: { format: 'int', default: 1, env: 'WHOLE' },
  ratio: { format: 'Number', default: 0.5, env: 'RATIO' },
  flag: { format: 'Boolean', default: true, env: 'FLAG' },
  level: { format: ['debug', 'info'], default: 'info', env: 'LEVEL' },
  data: { format: 'Object', default: {}, env: 'DATA' },
}

const LOOP: Record<string, unknown> = {}
LOOP.loop = LOOP

const BAD: Readonly<Record<string, string>> = {
  BACKEND_PORT: '9000x',
  SITE_URL: 'localhost:9000',
  STACK_HOST: 'a b',
  WHOLE: '1e3',
  RATIO: 'NaN',
  FLAG: 'maybe',
  LEVEL: 'Debug',
  DATA: '{a:1}',
}

const COMPOSE = 'services:\n  backend:\n    image: x\n    ports: ["8203:8203"]\n'

/** A project in which a layer has a bad value, and how the program is started so that it counts. */
const LAYERS: Readonly<
  Record<string, (name: string, text: string) => { files?: Files; env?: Record<string, string>; flags?: string[] }>
> = {
  'the environment': (name, text) => ({ env: { [name]: text } }),
  '.env': (name, text) => ({ files: { '.env': `${name}='${text}'\n` } }),
  '.env.local': (name, text) => ({ files: { '.env.local': `${name}='${text}'\n` } }),
  '--set': (name, text) => ({ flags: ['--set', `${name}=${text}`] }),
}

const cases = Object.keys(LAYERS).flatMap((layer) => Object.keys(BAD).map((name) => ({ layer, name })))

function broken(layer: string, name: string) {
  const { files = {}, env = {}, flags = [] } = LAYERS[layer]?.(name, BAD[name] ?? '') ?? {}
  const root = project({ 'schema/index.json': SCHEMA, 'compose.yaml': COMPOSE, ...files })
  return { root, env, flags }
}

/** Every verb that hands values on, and every form in which it does. */
const VERBS: readonly (readonly string[])[] = [
  ['get', 'OTHER_PORT'],
  ['get', '--json', ...Object.keys(BAD)],
  ['print'],
  ['print', 'OTHER_PORT'],
  ['print', '--json'],
  ...['env', 'shell', 'yaml'].map((format) => ['print', '--format', format]),
  ['generate', 'env'],
  ['generate', 'frontend-runtime'],
  ['generate', '--stdout', 'env'],
  ['wait', 'OTHER_PORT', '--timeout', '0'],
]

describe('where one value is refused', () => {
  test.each(cases)('$name in $layer: no verb hands on that one or any other', async ({ layer, name }) => {
    for (const verb of VERBS) {
      const { root, env, flags } = broken(layer, name)
      const { code, stdout, stderr } = await run(root, [...flags, ...verb], { env })
      const isJson = verb.includes('--json')
      expect({ verb, code, stdout: isJson ? '' : stdout }).toEqual({ verb, code: 1, stdout: '' })
      if (isJson) expect(Object.keys(JSON.parse(stdout))).toEqual(['problems'])
      else expect(stderr).toContain(`error: ${name}=`)
      expect(existsSync(join(root, 'made.env'))).toBe(false)
    }
  })

  test.each(Object.keys(BAD))('%s: `exec` does not start the command', (name) => {
    for (const [layer, ...flags] of [['the environment'], ['.env', '--no-check']]) {
      const { root, env } = broken(`${layer}`, name)
      const started = runBuilt(root, ['exec', ...flags, '--', 'touch', 'canary'], { env })
      expect({ status: started.status, stdout: started.stdout }).toEqual({ status: 1, stdout: '' })
      expect(started.stderr).toContain(`error: ${name}=`)
      expect(existsSync(join(root, 'canary'))).toBe(false)
    }
  })

  test('the command would have been started without it', () => {
    const root = project({ 'schema/index.json': SCHEMA })
    expect(runBuilt(root, ['exec', '--', 'touch', 'canary']).status).toBe(0)
    expect(existsSync(join(root, 'canary'))).toBe(true)
  })

  test.each(Object.keys(BAD))('%s in .env: no shared file is generated', async (name) => {
    const { root, env } = broken('.env', name)
    const { code, stdout } = await run(root, ['generate'], { env })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    for (const made of ['made.env', 'made.mjs', 'made.py']) expect(existsSync(join(root, made))).toBe(false)
  })

  test.each(Object.keys(BAD))('%s: `load` throws, and says which', (name) => {
    const root = project({})
    const { $stack, ...schema } = SCHEMA
    expect(() => load(schema, { root, env: { [name]: BAD[name] ?? '' } })).toThrow(ConfigError)
  })
})

describe('a port that may be empty is none', () => {
  test.each(Object.keys(LAYERS))('from %s', async (layer) => {
    const { files = {}, env = {}, flags = [] } = LAYERS[layer]?.('PORT', '') ?? {}
    const leaf = { format: 'port', default: 8203, env: 'PORT', allowEmpty: true }
    const root = project({ 'schema/index.json': { port: leaf }, ...files })
    const { code, stdout, stderr } = await run(root, [...flags, 'get', 'PORT'], { env })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('error: PORT="" is not a TCP port (1-65535)')
  })
})

describe('an argument that is not valid UTF-8, which Node would read as another, is refused by every verb', () => {
  test.each([
    'set --local LEVEL "$TEXT"',
    '--set LEVEL="$TEXT" get LEVEL',
    '--set LEVEL="$TEXT" print',
    '--set LEVEL="$TEXT" generate env',
    '--set LEVEL="$TEXT" exec -- touch canary',
    'exec -- touch "$TEXT"',
  ])('%s', (words) => {
    const root = project({ 'schema/index.json': { level: { format: 'String', default: 'info', env: 'LEVEL' } } })
    const script = `TEXT="$(printf 'a\\377b')"; "${process.execPath}" "${PROGRAM}" ${words}`
    const before = readdirSync(root)
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8', env: PLAIN_ENV })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('an argument is not valid UTF-8')
    expect(readdirSync(root)).toEqual(before)
  })
})

describe('a variable that is not valid UTF-8 is refused by every format that does not take any text', () => {
  test.each([
    ...['BACKEND_PORT', 'WHOLE', 'RATIO', 'FLAG', 'LEVEL', 'STACK_HOST'].map((name) => [name, '1']),
    ['SITE_URL', 'http://localhost/'],
  ])('%s', (name, text) => {
    const root = project({ 'schema/index.json': SCHEMA })
    const script = `${name}="$(printf '${text}\\377')" "${process.execPath}" "${PROGRAM}" get ${name}`
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8', env: PLAIN_ENV })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(`error: ${name}=`)
  })
})

describe('a default that its own format would refuse stops everything, before any value is read', () => {
  const long = 'x'.repeat(70_000)
  const DEFAULTS: readonly (readonly [format: unknown, fallback: unknown])[] = [
    ['port', 70_000],
    ['port', 65_536],
    ['port', -1],
    ['port', 8203.5],
    ['port', Number.NaN],
    ['port', Number.POSITIVE_INFINITY],
    ['port', '8203x'],
    ['port', ' 8203'],
    ['port', '08203'],
    ['port', true],
    ['port', [8203]],
    ['port', {}],
    ['port', 8203n],
    ['int', 8203.5],
    ['int', 2 ** 53],
    ['int', 1e21],
    ['int', Number.NaN],
    ['int', '1e3'],
    ['nat', -1],
    ['nat', 2 ** 53],
    [Number, Number.NaN],
    [Number, Number.POSITIVE_INFINITY],
    [Number, 'NaN'],
    [Number, true],
    [undefined, Number.NaN],
    [undefined, Number.NEGATIVE_INFINITY],
    ['*', Number.NaN],
    [() => {}, Number.POSITIVE_INFINITY],
    [Boolean, 'maybe'],
    [Boolean, 1],
    [String, 8203],
    [['debug', 'info'], 'Debug'],
    [[1, 2], 3],
    ['portolan:url', 'localhost:8203'],
    ['portolan:host', 'a b'],
    [Object, '{a:1}'],
    [RegExp, '('],
    ['port_or_windows_named_pipe', '8203\\\\.\\pipe\\x'],
    ['port', long],
    [Object, { a: [Number.NaN] }],
    [Object, { a: 1n }],
    [Object, JSON.parse('{"a":{"__proto__":{"b":1}}}')],
    ['*', LOOP],
    ['*', { a: { b: LOOP } }],
    [Array, [Number.POSITIVE_INFINITY]],
  ]
  const name = ([format, fallback]: readonly [unknown, unknown]) => {
    const shown = typeof fallback === 'string' ? JSON.stringify(fallback.slice(0, 40)) : String(fallback)
    const kind = typeof format === 'function' ? format.name || 'a function' : String(format)
    return `${typeof fallback === 'object' ? inspect(fallback) : shown} for ${kind}`
  }

  test.each(DEFAULTS.map((one) => [name(one), ...one] as const))('%s', (_, format, fallback) => {
    const leaf = { ...(format !== undefined && { format }), default: fallback, env: 'VALUE' }
    const open = () => openSchema({ value: leaf }, REPOSITORY, [REPOSITORY], {})
    const problem = problemsOf(open)[0]
    expect(problem).toMatchObject({ check: 'schema', setting: 'VALUE', origin: { layer: 'schema', path: 'value' } })
    expect(problem?.message.length).toBeLessThan(300)
  })

  test('a text that the format takes is a default', () => {
    const root = project({})
    const schema = {
      port: { format: 'port', default: '8203', env: 'PORT' },
      on: { format: Boolean, default: 'true', env: 'ON' },
    }
    expect({ ...load(schema, { root, env: {} }) }).toEqual({ PORT: 8203, ON: true })
  })
})

function problemsOf(action: () => unknown): ConfigError['problems'] {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
