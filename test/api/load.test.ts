import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inspect as show } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import convict from 'convict'
import { describe, expect, test } from 'vitest'
import { problemText } from '../../src/display.js'
import { ConfigError, choice, defineSchema, flag, inspect, integer, load, port, text, url } from '../../src/index.js'
import { linkPackages, project, REPOSITORY, SMALL_SCHEMA } from '../support/project.js'
import { PLAIN_ENV, run } from '../support/run.js'

const MASK = '********'
const CANARY = 'hunter2hunter2xx'

const schema = defineSchema({
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API'),
    url: url('BACKEND_URL', 'http://localhost:${BACKEND_PORT}', 'Backend API'),
  },
  debug: flag('DEBUG', false, 'Whether to debug'),
  level: choice('LOG_LEVEL', ['debug', 'info'], 'info', 'How much is logged'),
  workers: integer('WORKERS', 4, 'Workers', { arg: 'workers' }),
  dsn: text('DSN', null, 'Where errors are sent', { nullable: true, sensitive: true }),
  plain: { format: 'port', default: 1 },
})

/** What `load` throws. */
function errorOf(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Runs a module in a project that can import this package as it is built. */
function runModule(root: string, script: string, cwd = root) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd,
    encoding: 'utf8',
    env: { ...PLAIN_ENV, BACKEND_PORT: '9000' },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

/** Whether V8 reads properties by their place, and does not look them up in a dictionary. */
function isKeptAsLiteral(value: object): boolean {
  setFlagsFromString('--allow-natives-syntax')
  try {
    return new Function('value', 'return %HasFastProperties(value)')(value)
  } finally {
    setFlagsFromString('--no-allow-natives-syntax')
  }
}

function built(files: Parameters<typeof project>[0] = {}): string {
  const root = project(files)
  linkPackages(root, 'portolan')
  return root
}

describe('the configuration', () => {
  const config = () => load(schema, { root: project({}), env: {} })

  test('has a property for each setting, by its variable or else its path, in schema order', () => {
    expect({ ...config() }).toEqual({
      BACKEND_PORT: 8203,
      BACKEND_URL: 'http://localhost:8203',
      DEBUG: false,
      LOG_LEVEL: 'info',
      WORKERS: 4,
      DSN: null,
      plain: 1,
    })
    expect(Object.keys(config())).toEqual(inspect(config()).settings.map(({ name }) => name))
  })

  test('is a frozen object without prototype, and each value is a plain property', () => {
    const made = config()
    expect(Object.isFrozen(made)).toBe(true)
    expect(Object.getPrototypeOf(made)).toBeNull()
    for (const property of Object.values(Object.getOwnPropertyDescriptors(made))) {
      expect(property).toMatchObject({ writable: false, configurable: false })
      expect(property).toHaveProperty('value')
    }
  })

  const ofPorts = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, port(`P${index}`, 8000 + index, '')]))

  test('is kept by V8 as an object literal is, so that a read costs no more', () => {
    expect(isKeptAsLiteral(Object.create(null))).toBe(false)
    expect(isKeptAsLiteral(load(ofPorts(100), { root: project({}), env: {} }))).toBe(true)
  })

  test('of a thousand settings is the same as one of few', () => {
    const made: object = load(ofPorts(1000), { root: project({}), env: {} })
    expect(Object.isFrozen(made)).toBe(true)
    expect(Object.getPrototypeOf(made)).toBeNull()
    expect(Object.entries(made)).toEqual(Array.from({ length: 1000 }, (_, index) => [`P${index}`, 8000 + index]))
    expect(inspect(made).settings).toHaveLength(1000)
  })

  test.each(['BACKND_PORT', 'core', 'core.backend', '$stack', 'constructor', 'toString', '__proto__', 'then'])(
    '%s, which is no setting, reads as undefined',
    (name) => {
      expect((config() as Readonly<Record<string, unknown>>)[name]).toBeUndefined()
    },
  )

  test('cannot be written, added to or deleted from', () => {
    const made = config() as Record<string, unknown>
    expect(() => {
      made.BACKEND_PORT = 1
    }).toThrow(TypeError)
    expect(() => {
      made.OTHER = 1
    }).toThrow(TypeError)
    expect(() => delete made.BACKEND_PORT).toThrow(TypeError)
    expect(made.BACKEND_PORT).toBe(8203)
  })

  test('lists and objects in it are frozen to the bottom, and the schema is not', () => {
    const fallback = { list: [{ inner: [1] }] }
    const { limits } = load({ limits: { format: Object, default: fallback } }, { root: project({}), env: {} })
    const list = limits.list as { inner: number[] }[]
    expect(limits).toEqual(fallback)
    expect(() => list.push({ inner: [] })).toThrow(TypeError)
    expect(() => list[0]?.inner.push(2)).toThrow(TypeError)
    fallback.list[0]?.inner.push(2)
    expect(limits).toEqual({ list: [{ inner: [1] }] })
  })

  test('what a custom format makes of a text is handed on as it is: bytes, a date', () => {
    convict.addFormat({ name: 'test-bytes', validate: () => {}, coerce: (hex) => Buffer.from(hex, 'hex') })
    convict.addFormat({ name: 'test-date', validate: () => {}, coerce: (iso) => new Date(iso) })
    const custom = {
      salt: { format: 'test-bytes', default: null, env: 'SALT' },
      since: { format: 'test-date', default: null, env: 'SINCE' },
    } as const
    const env = { SALT: 'c0ffee', SINCE: '2020-02-02' }
    const { SALT, SINCE } = load(custom, { root: project({}), env })
    expect(SALT).toEqual(Buffer.from([0xc0, 0xff, 0xee]))
    expect(SINCE).toEqual(new Date('2020-02-02'))
  })

  const TYPED: [unknown, unknown, string, unknown][] = [
    ['port', 1, '9000', 9000],
    ['nat', 1, '0', 0],
    ['int', 1, '-5', -5],
    ['Number', 1, '0.5', 0.5],
    [Number, 1, '1e3', 1000],
    ['Boolean', false, 'yes', true],
    [Boolean, true, 'OFF', false],
    [String, '', '007', '007'],
    ['*', 1, '7', '7'],
    [Array, [], '1,b', ['1', 'b']],
    [Object, {}, '{"a":[1]}', { a: [1] }],
    [RegExp, /b/, '^a+$', /^a+$/],
    [['a', 'b'], 'a', 'b', 'b'],
    [[1, 2], 1, '2', 2],
    ['port_or_windows_named_pipe', 1, '9000', 9000],
    ['port_or_windows_named_pipe', 1, '\\\\.\\pipe\\x', '\\\\.\\pipe\\x'],
    [undefined, 1, '2.5', 2.5],
    [undefined, false, 'true', true],
    [undefined, 'a', '1', '1'],
  ]

  test.each(TYPED)('format %o with default %j makes %j %o', (format, fallback, raw, value) => {
    const leaf = { ...(format !== undefined && { format }), default: fallback, env: 'IT' }
    const config: Readonly<Record<string, unknown>> = load({ leaf } as object, {
      root: project({}),
      env: { IT: raw },
    })
    expect(config.IT).toEqual(value)
  })
})

describe('what is looked at', () => {
  test('a getter of the schema is asked once, so that what it gave is what counts', () => {
    let asked = 0
    const group = () => ({ backend: { env: 'BACKEND_PORT', format: 'port', default: 8000 + ++asked, doc: '' } })
    const config = load(Object.defineProperty({}, 'core', { enumerable: true, get: group }), {
      root: project({}),
      env: {},
    })
    expect([{ ...config }, asked]).toEqual([{ BACKEND_PORT: 8001 }, 1])
  })

  test.each([
    ['a setting', 'BACKEND_PORT'],
    ['anything else', 'HOME'],
  ])('a variable of the environment, be it that of %s, is read once', (_, name) => {
    const read: PropertyKey[] = []
    const env = new Proxy({ BACKEND_PORT: '9000', HOME: '/' } as Record<string, string>, {
      get: (variables, key, all) => {
        read.push(key)
        return Reflect.get(variables, key, all)
      },
    })
    expect(load(schema, { root: project({}), env }).BACKEND_PORT).toBe(9000)
    expect(read.filter((key) => key === name)).toEqual([name])
  })
})

describe('process.env', () => {
  /** Sets a stand-in that notes who touches it. */
  const WATCH = `
    const touched = { read: [], written: [] }
    const traps = Object.fromEntries(
      [['get', 'read'], ['has', 'read'], ['ownKeys', 'read'], ['getOwnPropertyDescriptor', 'read'],
       ['set', 'written'], ['deleteProperty', 'written'], ['defineProperty', 'written']].map(([trap, how]) => [
        trap,
        (...given) => {
          touched[how].push(typeof given[1] === 'string' ? given[1] : trap)
          return Reflect[trap](...given)
        },
      ]),
    )
    const before = { ...process.env }
    process.env = new Proxy(process.env, traps)`

  test.each([
    ['import', `const portolan = await import('portolan')`],
    ['require', `const portolan = (await import('node:module')).createRequire(process.cwd() + '/x')('portolan')`],
  ])('%s of the package reads no setting from it and writes nothing', (_, importing) => {
    const { read, written } = runModule(
      built(),
      `${WATCH}\n${importing}\nportolan.load\nconsole.log(JSON.stringify(touched))`,
    )
    expect(written).toEqual([])
    expect(read.filter((name: string) => /NODE_ENV|PORTOLAN|BACKEND|ownKeys/.test(name))).toEqual([])
  })

  test('load reads it and leaves it as it was, whatever the files say', () => {
    const root = built({
      '.env': 'BACKEND_URL=http://files\nUNDECLARED=1\n',
      '.env.local': 'BACKEND_PORT=1\n',
    })
    const { config, written, same } = runModule(
      root,
      `${WATCH}
      const { load } = await import('portolan')
      const config = load(${JSON.stringify(SMALL_SCHEMA)}, { set: { BACKEND_URL: 'http://set' } })
      const same = JSON.stringify(before) === JSON.stringify({ ...process.env })
      console.log(JSON.stringify({ config, written: touched.written, same }))`,
    )
    expect(config).toEqual({ BACKEND_PORT: 9000, BACKEND_URL: 'http://set' })
    expect(written).toEqual([])
    expect(same).toBe(true)
  })

  test('importing the package reads no file: a bad one is met by load', () => {
    const root = built({ '.env': 'BACKEND_PORT="unterminated\n', 'schema/index.json': 'not JSON' })
    const said = runModule(
      root,
      `const { load } = await import('portolan')
      let problems = []
      try { load(${JSON.stringify(SMALL_SCHEMA)}) } catch (error) { problems = error.problems }
      console.log(JSON.stringify(problems))`,
    )
    expect(said).toMatchObject([{ check: 'file', origin: { path: '.env', line: 1 } }])
  })
})

describe('root', () => {
  const files = { '.env': 'BACKEND_PORT=7001\n', 'deep/down/.env': 'BACKEND_PORT=7002\n' }
  const script = `const { load } = await import('portolan')
    console.log(load(${JSON.stringify(SMALL_SCHEMA)}, { env: {} }).BACKEND_PORT)`

  test('names the folder of the files, from the working directory where it is relative', () => {
    const root = project(files)
    expect(load(schema, { root, env: {} }).BACKEND_PORT).toBe(7001)
    const from = relative(process.cwd(), `${root}/deep/down`)
    expect(load(schema, { root: from, env: {} }).BACKEND_PORT).toBe(7002)
  })

  test('is the working directory where no schema is upward', () => {
    const root = built(files)
    expect(runModule(root, script, `${root}/deep/down`)).toBe(7002)
  })

  test('is the folder upward that has a schema', () => {
    const root = built({ ...files, 'schema/index.json': SMALL_SCHEMA })
    expect(runModule(root, script, `${root}/deep/down`)).toBe(7001)
  })

  test('that is no folder is refused, not read as a folder without files', () => {
    const root = project({ file: '' })
    for (const path of [`${root}/nowhere`, `${root}/file`]) {
      expect(errorOf(() => load(schema, { root: path, env: {} })).message).toContain(`there is no folder ${path}`)
    }
  })
})

describe('mode', () => {
  const files = {
    '.env.a': 'BACKEND_PORT=7001\n',
    '.env.b': 'BACKEND_PORT=7002\n',
    '.env.c': 'BACKEND_PORT=7003\n',
  }

  test.each([
    [{ mode: 'a', env: { PORTOLAN_MODE: 'b', NODE_ENV: 'c' } }, 'a', 7001],
    [{ env: { PORTOLAN_MODE: 'b', NODE_ENV: 'c' } }, 'b', 7002],
    [{ env: { NODE_ENV: 'c' } }, 'c', 7003],
    [{ env: {} }, null, 8203],
  ])('%j is mode %j', (options, mode, value) => {
    const config = load(schema, { root: project(files), ...options })
    expect(config.BACKEND_PORT).toBe(value)
    expect(inspect(config).mode).toBe(mode)
  })

  test('that could name another file is refused', () => {
    const error = errorOf(() => load(schema, { root: project(files), env: {}, mode: '../../etc/os-release' }))
    expect(error.problems).toMatchObject([{ check: 'mode', origin: { layer: 'flag' } }])
  })
})

describe('set', () => {
  const loadWith = (set: object) =>
    load(schema, {
      root: project({ '.env': 'BACKEND_PORT=7001\n' }),
      env: { BACKEND_PORT: '7002', DEBUG: 'yes' },
      set,
    })

  test('wins over every layer, by name or path, as text, a number or a boolean', () => {
    expect(loadWith({ BACKEND_PORT: 7003 }).BACKEND_URL).toBe('http://localhost:7003')
    expect(loadWith({ 'core.backend': '7004', DEBUG: false })).toMatchObject({
      BACKEND_PORT: 7004,
      DEBUG: false,
    })
    expect(inspect(loadWith({ WORKERS: 8 }), 'WORKERS').origin).toEqual({ layer: 'flag' })
  })

  test('is taken literally, and as strictly as any text', () => {
    const error = errorOf(() => loadWith({ WORKERS: '${BACKEND_PORT}' }))
    expect(error.message).toContain('WORKERS="${BACKEND_PORT}" is not an integer')
  })

  test('by the name and by the path, what is said last wins', () => {
    expect(loadWith({ BACKEND_PORT: 7003, 'core.backend': 7004 }).BACKEND_PORT).toBe(7004)
    expect(loadWith({ 'core.backend': 7004, BACKEND_PORT: 7003 }).BACKEND_PORT).toBe(7003)
  })

  test('of undefined is left out', () => {
    expect(loadWith({ BACKEND_PORT: undefined, OTHER: undefined }).BACKEND_PORT).toBe(7002)
  })

  test('of unknown names is refused with all of them and what was meant', () => {
    const error = errorOf(() => loadWith({ BACKND_PORT: 1, 'core.backnd': 2, WORKERS: 3 }))
    expect(error.problems).toMatchObject([
      { check: 'name', message: 'BACKND_PORT is no setting', help: 'did you mean BACKEND_PORT?' },
      { check: 'name', message: 'core.backnd is no setting', help: 'did you mean core.backend?' },
    ])
  })
})

test('argv sets the settings that declare an option, below set and above the environment', () => {
  const options = { root: project({}), env: { WORKERS: '1' }, argv: ['serve', '--workers', '2', '--other=3'] }
  expect(load(schema, options).WORKERS).toBe(2)
  expect(load(schema, { ...options, set: { WORKERS: 5 } }).WORKERS).toBe(5)
  expect(load(schema, { ...options, argv: [] }).WORKERS).toBe(1)
  expect(errorOf(() => load(schema, { ...options, argv: ['--workers=2x'] })).message).toContain('WORKERS="2x"')
})

describe('a ConfigError', () => {
  const bad = () =>
    errorOf(() =>
      load(schema, {
        root: project({
          '.env': 'WORKERS=1e3\n\nBACKEND_PORT=9000x\n',
          '.env.defaults': 'BACKEND_PORT=8400\n',
        }),
        env: { DEBUG: 'maybe' },
      }),
    )

  test('has every problem, in schema order, with setting, origin and help', () => {
    expect(bad().problems).toMatchObject([
      {
        check: 'format',
        severity: 'error',
        setting: 'BACKEND_PORT',
        origin: { layer: 'file', path: '.env', line: 3 },
        excerpt: { line: 'BACKEND_PORT=9000x', at: 17 },
        also: [{ value: 8400, origin: { layer: 'file', path: '.env.defaults', line: 1 } }],
        help: expect.stringContaining('write digits only'),
      },
      { setting: 'DEBUG', origin: { layer: 'environment' } },
      { setting: 'WORKERS', origin: { layer: 'file', path: '.env', line: 1 } },
    ])
  })

  test('is an Error whose message is all of them as text', () => {
    const error = bad()
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('ConfigError')
    expect(error.message).toContain(error.problems.map(problemText).join('\n'))
    expect(error.message).toContain(
      [
        'error: BACKEND_PORT="9000x" is not a TCP port (1-65535)',
        '  from .env:3',
        '    BACKEND_PORT=9000x',
        '                     ^',
      ].join('\n'),
    )
  })

  test('that nobody catches is printed as it is, without brackets, and with the one line that called load', () => {
    const root = built({
      'start.mjs': "import { load, port } from 'portolan'\n\nload({ a: port('A_PORT', 8203, 'a') })\n",
    })
    const { status, stderr } = spawnSync(process.execPath, ['start.mjs'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...PLAIN_ENV, A_PORT: '9000x' },
    })
    expect(status).toBe(1)
    const lines = stderr.split('\n')
    expect(
      lines.slice(
        lines.findIndex((line) => line.includes('ConfigError')),
        -2,
      ),
    ).toEqual([
      'ConfigError: 1 problem in the configuration',
      'error: A_PORT="9000x" is not a TCP port (1-65535)',
      '  from environment',
      '  help: write digits only, or unset A_PORT to use 8203',
      expect.stringMatching(/^ {4}at file:.*\/start\.mjs:3:1$/),
      '',
    ])
  })

  test('that a program logs, alone or within another, has no brackets', () => {
    const error = bad()
    expect(show(error)).toBe(error.stack)
    expect(show(new Error('cannot start', { cause: error }))).not.toContain(']\n')
  })

  test('tells of a schema that is wrong before any file is read', () => {
    const wrong = { a: port('A_PORT', 99999, 'a'), b: { format: 'port', default: 'x', env: 'B_PORT' } }
    const error = errorOf(() => load(wrong, { root: project({ '.env': '"' }), env: {} }))
    expect(error.problems.map(({ check, setting }) => [check, setting])).toEqual([
      ['schema', 'A_PORT'],
      ['schema', 'B_PORT'],
    ])
  })

  test('names a setting that has to be set and is not', () => {
    const needy = defineSchema({ a: port('A_PORT', null, 'Port of A') })
    const error = errorOf(() => load(needy, { root: project({}), env: {} }))
    expect(error.problems).toMatchObject([{ check: 'required', setting: 'A_PORT' }])
    expect(load(needy, { root: project({}), env: { A_PORT: '1' } }).A_PORT).toBe(1)
  })
})

describe('inspect', () => {
  const files = {
    'schema/index.json': {
      ...SMALL_SCHEMA,
      dsn: { format: 'String', default: 'd', env: 'DSN', sensitive: true },
    },
    '.env': 'BACKEND_PORT=7001\nDSN=file\n',
    '.env.production': 'BACKEND_PORT=7002\n',
  }
  const env = { BACKEND_URL: 'http://env', DSN: CANARY }

  test.each([
    ['print --json', [], {}],
    ['print --json --reveal', ['--reveal'], { reveal: true }],
  ])('of a configuration is what `config %s` prints', async (_, flags, options) => {
    const root = project(files)
    const config = load(files['schema/index.json'], { root, env, mode: 'production' })
    const { stdout } = await run(root, ['--mode', 'production', 'print', '--json', ...flags], { env })
    expect(inspect(config, options)).toEqual(JSON.parse(stdout))
  })

  test('of one setting, by name or path, is its part', () => {
    const config: Readonly<Record<string, unknown>> = load(files['schema/index.json'], {
      root: project(files),
      env,
    })
    const [backend, backendUrl] = inspect(config).settings
    expect(inspect(config, 'BACKEND_PORT')).toEqual(backend)
    expect(inspect(config, 'core.url')).toEqual(backendUrl)
    expect(backend).toMatchObject({
      value: 7001,
      origin: { layer: 'file', path: '.env', line: 1 },
      shadowed: [{ value: 8203, origin: { layer: 'schema', path: 'core.backend' } }],
    })
  })

  test('of an unknown name says what was meant', () => {
    const config: object = load(schema, { root: project({}), env: {} })
    const error = errorOf(() => inspect(config, 'BACKND_PORT' as never))
    expect(error.problems).toMatchObject([{ check: 'name', help: 'did you mean BACKEND_PORT?' }])
  })

  test('of an object that load did not return is a TypeError', () => {
    const config = load(schema, { root: project({}), env: {} })
    expect(() => inspect({})).toThrow(TypeError)
    expect(() => inspect({ ...config })).toThrow('not a configuration that load() returned')
  })

  test('changes nothing of the configuration when its report is changed', () => {
    const config = load(schema, { root: project({}), env: {} })
    const changed = inspect(config) as unknown as { settings: { value: unknown }[] }
    for (const setting of changed.settings) setting.value = 'changed'
    expect(inspect(config, 'BACKEND_PORT').value).toBe(8203)
  })

  test('works across the copies of the package that a project may have', () => {
    const root = built()
    cpSync(join(REPOSITORY, 'dist/cjs'), join(root, 'node_modules/copy'), { recursive: true })
    const [setting, isOther] = runModule(
      root,
      `import { createRequire } from 'node:module'
      import { inspect, load } from 'portolan'
      const copy = createRequire(process.cwd() + '/x')('copy')
      const config = load(${JSON.stringify(SMALL_SCHEMA)})
      console.log(JSON.stringify([copy.inspect(config, 'BACKEND_PORT'), copy.load !== load]))`,
    )
    expect(setting).toMatchObject({ value: 9000, origin: { layer: 'environment' } })
    expect(isOther).toBe(true)
  })
})

describe('a secret', () => {
  const secrets = defineSchema({
    key: text('API_KEY', null, 'Key', { sensitive: true }),
    url: url('DB_URL', 'redis://:${API_KEY}@localhost', 'Made of it'),
    unset: text('UNSET', null, 'Nothing', { sensitive: true, nullable: true }),
    open: port('OPEN_PORT', 8203, 'No secret'),
  })
  const config = () =>
    load(secrets, { root: project({ '.env': `API_KEY=lost-${CANARY}\n` }), env: { API_KEY: CANARY } })

  test('is there for the program', () => {
    expect(config().API_KEY).toBe(CANARY)
    expect(config().DB_URL).toBe(`redis://:${CANARY}@localhost`)
  })

  test.each([
    ['console.log', () => show(config())],
    ['console.log of an object that holds it', () => show({ deep: { config: config() } }, { depth: null })],
    ['showHidden', () => show(config(), { showHidden: true, depth: null })],
    ['%o', () => show(config(), { showHidden: true, showProxy: true, depth: 4 })],
    ['inspect', () => JSON.stringify(inspect(config()))],
    ['inspect of it', () => JSON.stringify(inspect(config(), 'API_KEY'))],
  ])('is masked in %s, whether it won or lost', (_, printed) => {
    expect(printed()).toContain(MASK)
    expect(printed()).not.toContain(CANARY)
  })

  test('is shown by inspect where it is asked for', () => {
    expect(inspect(config(), 'API_KEY', { reveal: true })).toMatchObject({
      value: CANARY,
      sensitive: true,
      shadowed: [{ value: `lost-${CANARY}` }],
    })
  })

  test('that is unset is no mask, and what is no secret is shown', () => {
    expect(show(config())).toContain('UNSET: null')
    expect(show(config())).toContain('OPEN_PORT: 8203')
    expect(inspect(config(), 'UNSET').value).toBeNull()
  })

  const REFUSED: [string, object, Record<string, string>][] = [
    ['a format refuses', { format: 'port', default: 1 }, {}],
    ['a choice refuses', { format: ['a', 'b'], default: 'a' }, {}],
    ['JSON refuses', { format: Object, default: {} }, {}],
    [
      'a function refuses in words that hold it',
      {
        default: '',
        format: (value: string) => {
          if (value !== '') throw new Error(`${value} is bad`)
        },
      },
      {},
    ],
    ['a file holds and a format refuses', { format: 'port', default: 1 }, { '.env': `SECRET=${CANARY}\n` }],
  ]

  test.each(REFUSED)('that %s is in no part of the error', (_, leaf, files) => {
    const env = '.env' in files ? {} : { SECRET: CANARY }
    const error = errorOf(() =>
      load({ secret: { ...leaf, env: 'SECRET', sensitive: true } } as object, {
        root: project({ '.env.defaults': `SECRET=lost-${CANARY}\n`, ...files }),
        env,
      }),
    )
    expect(error.message).toContain('SECRET')
    const parts = [error.message, error.stack, `${error}`, JSON.stringify(error), JSON.stringify(error.problems)]
    for (const part of [...parts, show(error, { showHidden: true, depth: null })]) {
      expect(part).not.toContain(CANARY)
    }
  })
})
