import { createRequire } from 'node:module'
import convict from 'convict'
import { describe, expect, test } from 'vitest'
import { ConfigError, inspect, load } from '../src/index.js'
import { linkPackages, project } from './support/project.js'
import { run } from './support/run.js'

// It has no types of its own.
convict.addFormats(createRequire(import.meta.url)('convict-format-with-validator'))
convict.addFormat({
  name: 'test-list',
  validate(items: unknown) {
    if (!Array.isArray(items) || items.some((item) => item === '')) throw new Error('must be a list')
  },
  coerce: (text: string) => text.split('|'),
})
convict.addFormat({
  name: 'test-below-root',
  validate(path: unknown) {
    if (typeof path !== 'string' || !path.startsWith('/')) throw new Error('must be below the root')
  },
  coerce: ((text: string, config: { get(path: string): string }) => `${config.get('root')}/${text}`) as (
    text: string,
  ) => string,
})
convict.addFormat({
  name: 'string',
  validate(value: unknown) {
    if (typeof value !== 'string' || value !== value.toLowerCase()) throw new Error('must be in small letters')
  },
})

type Schema = Record<string, unknown>
type Env = Record<string, string>
type Outcome = Record<string, unknown> | 'refused'

/** What convict itself makes of a schema, by path. */
function byConvict(schema: Schema, env: Env, args: string[] = []): Outcome {
  try {
    const config = convict(schema as convict.Schema<Record<string, unknown>>, { env, args })
    config.validate({ allowed: 'strict' })
    return Object.fromEntries(pathsOf(schema).map((path) => [path, config.get(path) ?? null]))
  } catch {
    return 'refused'
  }
}

function pathsOf(group: Schema, above = ''): string[] {
  return Object.entries(group).flatMap(([key, node]) => {
    const isGroup = typeof node === 'object' && node !== null && !Array.isArray(node) && Object.keys(node).length > 0
    return isGroup && !('default' in node) ? pathsOf(node as Schema, `${above}${key}.`) : `${above}${key}`
  })
}

/** What Portolan makes of it, by path. */
function byPortolan(schema: Schema, env: Env, argv: string[] = []): Outcome {
  try {
    const config = load(schema, { root: project({}), env, argv }) as Record<string, unknown>
    return Object.fromEntries(inspect(config).settings.map(({ path, name }) => [path, config[name]]))
  } catch (error) {
    if (error instanceof ConfigError) return 'refused'
    throw error
  }
}

const oddOnly = (value: unknown) => {
  if (typeof value !== 'number' || value % 2 === 0) throw new Error('must be odd')
}

/** Schemas as projects write them, each with the environments to try. */
const SCHEMAS: Record<string, { schema: Schema; environments: Env[] }> = {
  'a web server': {
    schema: {
      env: {
        doc: 'The application environment.',
        format: ['production', 'development', 'test'],
        default: 'development',
        env: 'APP_ENV',
      },
      ip: { doc: 'The IP address to bind.', format: 'ipaddress', default: '127.0.0.1', env: 'IP_ADDRESS' },
      port: { doc: 'The port to bind.', format: 'port', default: 8080, env: 'PORT', arg: 'port' },
      db: {
        host: { doc: 'Database host name/IP', format: '*', default: 'server1.dev.test' },
        name: { doc: 'Database name', format: String, default: 'users', env: 'DB_NAME' },
        pool: { min: { format: 'nat', default: 2, env: 'POOL_MIN' }, max: { format: 'int', default: 10 } },
      },
    },
    environments: [
      {},
      { PORT: '9000', APP_ENV: 'production', DB_NAME: 'orders' },
      { PORT: '65535', IP_ADDRESS: '::1', POOL_MIN: '0' },
      { APP_ENV: 'staging' },
      { APP_ENV: 'PRODUCTION' },
      { IP_ADDRESS: 'localhost' },
      { PORT: '65536' },
      { PORT: 'http' },
      { POOL_MIN: '-1' },
      { POOL_MIN: 'many' },
      { DB_NAME: '  spaces stay  ' },
      { DB_NAME: '${HOME}' },
      { DB_NAME: 'zwölf 漢字' },
    ],
  },
  'leaves in shorthand': {
    schema: {
      debug: false,
      name: 'app',
      retries: 3,
      nothing: null,
      list: ['a'],
      empty: {},
      sub: { on: true },
    },
    environments: [{}, { debug: 'true' }],
  },
  'every built-in format, by name and by constructor': {
    schema: {
      number: { format: Number, default: 1.5, env: 'NUMBER' },
      numberByName: { format: 'Number', default: 0, env: 'NUMBER_BY_NAME' },
      boolean: { format: Boolean, default: true, env: 'BOOLEAN' },
      booleanByName: { format: 'Boolean', default: false, env: 'BOOLEAN_BY_NAME' },
      string: { format: String, default: '', env: 'STRING' },
      stringByName: { format: 'String', default: 'x', env: 'STRING_BY_NAME' },
      object: { format: Object, default: { a: { b: 1 } }, env: 'OBJECT' },
      objectByName: { format: 'Object', default: {}, env: 'OBJECT_BY_NAME' },
      array: { format: Array, default: ['a', 'b'], env: 'ARRAY' },
      arrayByName: { format: 'Array', default: [], env: 'ARRAY_BY_NAME' },
      regexp: { format: RegExp, default: /^a/, env: 'REGEXP' },
      regexpByName: { format: 'RegExp', default: /b/, env: 'REGEXP_BY_NAME' },
      int: { format: 'int', default: -1, env: 'INT' },
      integer: { format: 'integer', default: 1, env: 'INTEGER' },
      nat: { format: 'nat', default: 0, env: 'NAT' },
      port: { format: 'port', default: 1, env: 'PORT' },
      pipe: { format: 'windows_named_pipe', default: '\\\\.\\pipe\\a', env: 'PIPE' },
      portOrPipe: { format: 'port_or_windows_named_pipe', default: 3000, env: 'PORT_OR_PIPE' },
      any: { format: '*', default: null, env: 'ANY' },
    },
    environments: [
      {},
      { NUMBER: '8203.5', NUMBER_BY_NAME: '-1e3' },
      { NUMBER: '0.1', NUMBER_BY_NAME: '-0.5' },
      { BOOLEAN: 'false', BOOLEAN_BY_NAME: 'true' },
      { BOOLEAN: 'FALSE', BOOLEAN_BY_NAME: 'True' },
      { STRING: 'text', STRING_BY_NAME: '0' },
      { OBJECT: '{"c":[1,{"d":null}]}', OBJECT_BY_NAME: '{"x":"y"}' },
      { OBJECT: '[1]' },
      { OBJECT: 'null' },
      { OBJECT: 'not JSON' },
      { ARRAY: 'a,b, c', ARRAY_BY_NAME: 'one' },
      { REGEXP: '^x+$', REGEXP_BY_NAME: 'a|b' },
      { REGEXP: '(' },
      { INT: '-5', INTEGER: '7', NAT: '9007199254740991' },
      { INT: 'x' },
      { PIPE: '\\\\.\\pipe\\b', PORT_OR_PIPE: '\\\\.\\pipe\\c' },
      { PIPE: '/tmp/socket' },
      { PORT_OR_PIPE: '8080' },
      { PORT_OR_PIPE: '70000' },
      { ANY: 'anything' },
    ],
  },
  'leaves without a format, read as their default is': {
    schema: {
      number: { default: 5, env: 'NUMBER' },
      boolean: { default: false, env: 'BOOLEAN' },
      string: { default: '', env: 'STRING' },
      object: { default: { a: 1 }, env: 'OBJECT' },
      list: { default: ['a'], env: 'LIST' },
      none: { default: null, env: 'NONE' },
      undefined: { default: undefined, env: 'UNDEFINED' },
    },
    environments: [
      {},
      { NUMBER: '7', BOOLEAN: 'true', STRING: 'x', OBJECT: '{"b":2}', LIST: '["b","c"]' },
      { OBJECT: '7' },
      { LIST: 'a,b' },
      { NONE: 'text' },
      { UNDEFINED: 'text' },
    ],
  },
  'enumerations of texts, numbers and booleans': {
    schema: {
      level: { format: ['debug', 'info'], default: 'info', env: 'LEVEL' },
      workers: { format: [1, 2, 4], default: 1, env: 'WORKERS' },
      mixed: { format: ['auto', 1, null], default: 'auto', env: 'MIXED' },
      flag: { format: [true], default: true, env: 'FLAG' },
      required: { format: [1, 2], default: null, nullable: true, env: 'REQUIRED' },
    },
    environments: [
      {},
      { LEVEL: 'debug', WORKERS: '4', FLAG: 'true' },
      { LEVEL: 'Debug' },
      { LEVEL: ' debug' },
      { WORKERS: '3' },
      { WORKERS: 'two' },
      { MIXED: '1' },
      { FLAG: 'false' },
      { REQUIRED: '1' },
    ],
  },
  'what has no default': {
    schema: {
      token: { format: String, default: null, env: 'TOKEN', sensitive: true },
      optional: { format: 'port', default: null, nullable: true, env: 'OPTIONAL_PORT' },
      anything: { default: undefined, format: 'int', env: 'ANYTHING' },
    },
    environments: [{}, { TOKEN: 't' }, { TOKEN: 't', OPTIONAL_PORT: '80', ANYTHING: '5' }, { OPTIONAL_PORT: '80' }],
  },
  'format functions': {
    schema: {
      odd: { format: oddOnly, default: 1, env: 'ODD' },
      even: {
        format: function even(value: unknown) {
          if (Number(value) % 2 !== 0) throw new Error('must be even')
        },
        default: '2',
        env: 'EVEN',
      },
      optional: { format: oddOnly, default: null, nullable: true },
    },
    environments: [{}, { ODD: '3' }, { ODD: '4' }, { EVEN: '4' }, { EVEN: '5' }, { ODD: '2', EVEN: '3' }],
  },
  'custom named formats': {
    schema: {
      root: { format: String, default: '/srv', env: 'ROOT' },
      logs: { format: 'test-below-root', default: 'logs', env: 'LOGS' },
      tags: { format: 'test-list', default: ['a'], env: 'TAGS' },
      tagsAsText: { format: 'test-list', default: 'x|y' },
      site: { format: 'url', default: 'http://localhost:3000/', env: 'SITE' },
      mail: { format: 'email', default: 'a@example.com', env: 'MAIL' },
    },
    environments: [
      {},
      { ROOT: '/var' },
      { ROOT: '/var', LOGS: 'log' },
      { ROOT: 'nowhere', LOGS: 'log' },
      { TAGS: 'a|b|c' },
      { TAGS: 'a||c' },
      { SITE: 'https://example.com/a?b=c' },
      { SITE: 'no url' },
      { MAIL: 'b@example.org' },
      { MAIL: 'nobody' },
    ],
  },
  'two leaves on one variable': {
    schema: {
      http: { port: { format: 'port', default: 8080, env: 'PORT' } },
      metrics: { port: { format: 'port', default: 0, env: 'PORT' } },
      a: { default: 'x', env: 'NAME' },
      b: { format: String, default: 'y', env: 'NAME' },
    },
    environments: [{}, { PORT: '9000' }, { NAME: 'z' }],
  },
  'names that could be mistaken': {
    schema: {
      PORT: { format: 'port', default: 1 },
      server: { port: { format: 'port', default: 2, env: 'PORT' } },
      get: { default: 'a', env: 'GET' },
      group: { role: { default: 'primary', role: 'x', count: 'many', public: 'no', bind: 7, env: 'ROLE' } },
    },
    environments: [{}, { PORT: '9000', GET: 'b', ROLE: 'secondary' }],
  },
  'a default that looks like a reference': {
    schema: { greeting: { default: 'Hello ${name}', env: 'GREETING' }, path: '${HOME}/x' },
    environments: [{}, { GREETING: '${x} and ${', HOME: '/root' }],
  },
  'port 0': {
    schema: { port: { format: 'port', default: 0, env: 'PORT' } },
    environments: [{}, { PORT: '0' }, { PORT: '80' }],
  },
}

describe('a plain convict schema has the values that convict gives it', () => {
  const cases = Object.entries(SCHEMAS).flatMap(([title, { schema, environments }]) =>
    environments.map((env) => ({ title, env: JSON.stringify(env), schema, given: env })),
  )

  test.each(cases)('$title, with $env', ({ schema, given }) => {
    expect(byPortolan(schema, given)).toEqual(byConvict(schema, given))
  })

  test('the environments above hold both what convict accepts and what it refuses', () => {
    const outcomes = cases.map(({ schema, given }) => byConvict(schema, given))
    expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeGreaterThan(20)
    expect(outcomes.filter((outcome) => outcome !== 'refused').length).toBeGreaterThan(40)
  })
})

describe('where convict is lenient, Portolan is not', () => {
  /** What convict makes of a text, and what Portolan does. */
  const LENIENT: [format: unknown, fallback: unknown, text: string, convict: unknown, portolan: unknown][] = [
    ['port', 1, '9000x', 9000, 'refused'],
    ['port', 1, '8203.5', 8203, 'refused'],
    ['port', 1, '08203', 8203, 'refused'],
    ['port', 1, '0', 0, 'refused'],
    ['port', 1, '3000-3010', 3000, 'refused'],
    ['port_or_windows_named_pipe', 1, '80 ', 80, 'refused'],
    ['int', 1, '1e3', 1, 'refused'],
    ['nat', 1, '0x2000', 0, 'refused'],
    [Number, 1, 'NaN', Number.NaN, 'refused'],
    [Number, 1, '1,5', 1, 'refused'],
    [undefined, 1, '12px', 12, 'refused'],
    [oddOnly, 1, '3 apples', 3, 'refused'],
    [[1, 2], 1, '2nd', 2, 'refused'],
    [Boolean, true, '0', true, false],
    [Boolean, true, 'no', true, false],
    [Boolean, true, 'off', true, false],
    [Boolean, true, 'nonsense', true, 'refused'],
    [undefined, false, '0', true, false],
    [String, 'x', '', '', 'x'],
    [Array, ['x'], '', [''], ['x']],
    [Boolean, false, '', true, false],
  ]

  test.each(LENIENT)('format %o, default %o, text %j: %j becomes %j', (format, fallback, text, lenient, ours) => {
    const schema = { value: { ...(format !== undefined && { format }), default: fallback, env: 'VALUE' } }
    expect(byConvict(schema, { VALUE: text })).toEqual({ value: lenient })
    expect(byPortolan(schema, { VALUE: text })).toEqual(ours === 'refused' ? ours : { value: ours })
  })

  test('a default as text is judged as strictly', () => {
    const schema = { port: { format: 'port', default: '8203x' } }
    expect(byConvict(schema, {})).toEqual({ port: 8203 })
    expect(byPortolan(schema, {})).toBe('refused')
    expect(byPortolan({ port: { format: 'port', default: '8203' } }, {})).toEqual({ port: 8203 })
  })
})

describe("a setting's `arg` takes its value from the caller's arguments", () => {
  const schema = {
    port: { format: 'port', default: 8080, env: 'PORT', arg: 'port' },
    host: { format: String, default: 'localhost', arg: 'bind-host' },
    short: { format: 'int', default: 1, arg: 's' },
    debug: { format: Boolean, default: false, arg: 'debug' },
    dotted: { format: String, default: '', arg: 'a.b' },
  }
  const lines = [
    [],
    ['--port', '9000'],
    ['--port=9000', 'ignored', '--unknown', 'x'],
    ['--bind-host', 'example.com', '-s', '5'],
    ['--bind-host=-'],
    ['--debug'],
    ['--no-debug'],
    ['--debug=false'],
    ['--a.b', 'c'],
    ['--port', '9000', '--', '--port', '9001'],
    ['--port', '70000'],
    ['--bind-host', '--debug'],
  ]

  test.each(lines.map((argv) => [argv.join(' '), argv] as const))('%j, as for convict', (_, argv) => {
    expect(byPortolan(schema, {}, [...argv])).toEqual(byConvict(schema, {}, [...argv]))
  })

  test('it wins over the environment, as for convict', () => {
    const outcome = byPortolan(schema, { PORT: '9001' }, ['--port', '9002'])
    expect(outcome).toMatchObject({ port: 9002 })
    expect(outcome).toEqual(byConvict(schema, { PORT: '9001' }, ['--port', '9002']))
  })

  test('its text is kept as it was typed, where convict makes a number of it first', () => {
    const argv = ['--bind-host', '1e3']
    expect(byConvict(schema, {}, argv)).toMatchObject({ host: '1000' })
    expect(byPortolan(schema, {}, argv)).toMatchObject({ host: '1e3' })
    expect(byConvict(schema, {}, ['--port', '0x2000'])).toMatchObject({ port: 8192 })
    expect(byPortolan(schema, {}, ['--port', '0x2000'])).toBe('refused')
  })

  test('it may be called as what every object has, where convict takes that for used', () => {
    const named = {
      port: { format: 'port', default: 8080, arg: 'constructor' },
      names: { format: RegExp, default: 'a' },
    }
    expect(byConvict(named, {})).toBe('refused')
    expect(byPortolan(named, {}, ['--constructor', '9000'])).toEqual({ port: 9000, names: /a/ })
    expect(byPortolan(named, {}, ['--port', '9000'])).toEqual({ port: 8080, names: /a/ })
  })

  test('without argv nothing is read from the arguments of the process', () => {
    process.argv.push('--port', '9003')
    try {
      expect(load(schema, { root: project({}), env: {} }).PORT).toBe(8080)
    } finally {
      process.argv.splice(-2)
    }
  })
})

describe('one bad value does not spoil the others', () => {
  const schema = {
    root: { format: String, default: '/srv', env: 'ROOT' },
    odd: { format: oddOnly, default: 1, env: 'ODD' },
    logs: { format: 'test-below-root', default: 'logs', env: 'LOGS' },
  }

  function problemsWith(env: Env) {
    try {
      load(schema, { root: project({}), env })
      return []
    } catch (error) {
      return (error as ConfigError).problems.map(({ setting, message }) => [setting, message])
    }
  }

  test('a format that looks at another setting is not blamed for a third', () => {
    expect(problemsWith({ ODD: '2', LOGS: 'log' })).toEqual([['ODD', 'ODD="2" is refused: must be odd']])
  })

  test('each refused value is told, in the words of its format', () => {
    expect(problemsWith({ ROOT: 'nowhere', ODD: '2', LOGS: 'log' })).toEqual([
      ['ODD', 'ODD="2" is refused: must be odd'],
      ['LOGS', 'LOGS="log" is refused: must be below the root'],
    ])
  })
})

describe('sensitive', () => {
  test('a value that convict refuses is not in the message', async () => {
    const root = project({
      'schema/index.cjs': `module.exports = {
        key: { default: 'k', env: 'KEY', sensitive: true, format(value) { throw new Error('bad: ' + value) } },
        also: { default: 'k', env: 'ALSO', sensitive: true, format: ['k'] },
      }`.replace(
        "format(value) { throw new Error('bad: ' + value) }",
        "format(value) { if (value !== 'k') throw new Error('bad: ' + value) }",
      ),
    })
    const { code, stdout, stderr } = await run(root, ['print'], { env: { KEY: 'hunter2', ALSO: 'hunter3' } })
    expect(code).toBe(1)
    expect(stderr).toContain('KEY=******** is refused')
    expect(stderr).toContain('ALSO=******** is not one of')
    expect(stdout + stderr).not.toMatch(/hunter/)
  })

  test('a variable is a secret for all leaves that read it, where it is for one', async () => {
    const root = project({
      'schema/index.json': {
        a: { key: { format: 'String', default: '', env: 'KEY' } },
        b: { key: { format: 'String', default: '', env: 'KEY', sensitive: true } },
      },
    })
    const { code, stdout } = await run(root, ['print', '--json'], { env: { KEY: 'hunter2' } })
    expect(code).toBe(0)
    expect(stdout).not.toContain('hunter2')
    expect(JSON.parse(stdout).settings.map(({ value }: { value: string }) => value)).toEqual(['********', '********'])
  })
})

describe('a schema file', () => {
  const LEAF = "{ server: { port: { doc: 'Port', format: 'port', default: 8080, env: 'PORT' } } }"
  const EVEN = `convict.addFormat({
    name: 'file-even',
    validate(value) { if (value % 2 !== 0) throw new Error('must be even') },
    coerce: (text) => Number(text),
  })`
  const FILES: [title: string, path: string, content: string][] = [
    ['JSON', 'index.json', '{ "server": { "port": { "format": "port", "default": 8080, "env": "PORT" } } }'],
    [
      'JSON with a BOM',
      'index.json',
      '\uFEFF{ "server": { "port": { "format": "port", "default": 8080, "env": "PORT" } } }',
    ],
    ['module.exports =', 'index.cjs', `module.exports = ${LEAF}`],
    ['exports.schema =', 'index.cjs', `exports.schema = ${LEAF}`],
    ['exports.schema beside functions', 'index.cjs', `exports.schema = ${LEAF}\nexports.read = () => 1`],
    ['exports.schema = a convict instance', 'index.cjs', `exports.schema = require('convict')(${LEAF})`],
    ['module.exports = a convict instance', 'index.cjs', `module.exports = require('convict')(${LEAF})`],
    ['a transpiled default export', 'index.cjs', `exports.__esModule = true\nexports.default = ${LEAF}`],
    ['export default', 'index.mjs', `export default ${LEAF}`],
    ['export const schema', 'index.mjs', `export const other = 1\nexport const schema = ${LEAF}`],
    ['groups as exports', 'index.mjs', `export const server = ${LEAF}.server`],
    ['an instance from an ES module', 'index.mjs', `import convict from 'convict'\nexport default convict(${LEAF})`],
    ['CommonJS in .js', 'index.js', `module.exports = ${LEAF}`],
    ['TypeScript, export default', 'index.ts', `const schema: object = ${LEAF}\nexport default schema`],
    ['TypeScript, export const schema', 'index.ts', `export const schema = ${LEAF} as const`],
    ['TypeScript, export =', 'index.ts', `const schema: object = ${LEAF}\nexport = schema`],
    ['TypeScript, module.exports', 'index.ts', `const schema: object = ${LEAF}\nmodule.exports = schema`],
    ['TypeScript, an instance', 'index.ts', `import convict from 'convict'\nexport default convict(${LEAF} as any)`],
    ['TypeScript, .mts', 'index.mts', `export default ${LEAF} satisfies object`],
  ]

  test.each(FILES)('%s', async (_, path, content) => {
    const root = project({ [`schema/${path}`]: content })
    linkPackages(root, 'convict')
    const { stdout, stderr } = await run(root, ['print', '--json'], { env: { PORT: '9000' } })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout).settings).toMatchObject([{ name: 'PORT', path: 'server.port', value: 9000 }])
  })

  test('a group called schema beside other groups is a group', async () => {
    const content = 'module.exports = { schema: { version: { default: 1 } }, db: { name: { default: "x" } } }'
    const root = project({ 'schema/index.cjs': content })
    const { stdout } = await run(root, ['print', '--json'])
    const paths = JSON.parse(stdout).settings.map(({ path }: { path: string }) => path)
    expect(paths).toEqual(['schema.version', 'db.name'])
  })

  const EVEN_LEAF = "{ workers: { format: 'file-even', default: 2, env: 'WORKERS' } }"
  const CUSTOM: [path: string, content: string][] = [
    ['index.cjs', `const convict = require('convict')\n${EVEN}\nmodule.exports = convict(${EVEN_LEAF})`],
    ['index.mjs', `import convict from 'convict'\n${EVEN}\nexport default ${EVEN_LEAF}`],
    [
      'index.ts',
      `import convict from 'convict'\n${EVEN.replaceAll('(value)', '(value: number)').replace('(text)', '(text: string)')}\nexport default ${EVEN_LEAF}`,
    ],
  ]

  test.each(CUSTOM)('%s: formats added to the convict that it imports are known', async (path, content) => {
    const root = project({ [`schema/${path}`]: content })
    linkPackages(root, 'convict')
    const good = await run(root, ['print', '--json'], { env: { WORKERS: '4' } })
    expect(good.stderr).toBe('')
    expect(JSON.parse(good.stdout).settings[0].value).toBe(4)
    const bad = await run(root, ['get', 'WORKERS'], { env: { WORKERS: '5' } })
    expect(bad).toMatchObject({ code: 1, stdout: '' })
    expect(bad.stderr).toContain('WORKERS="5" is refused: must be even')
  })

  test('the formats of convict-format-with-validator are known where the schema adds them', async () => {
    const root = project({
      'schema/index.mjs': `import convict from 'convict'
        import validators from 'convict-format-with-validator'
        convict.addFormats(validators)
        export default { site: { format: 'url', default: 'http://localhost', env: 'SITE' } }`,
    })
    linkPackages(root, 'convict', 'convict-format-with-validator')
    expect((await run(root, ['get', 'SITE'], { env: { SITE: 'https://a.test/' } })).stdout).toBe('https://a.test/\n')
    expect((await run(root, ['get', 'SITE'], { env: { SITE: 'a b' } })).stderr).toContain('must be a URL')
  })

  test('a format that the program around it taught convict is known where no folder has a convict', async () => {
    const root = project({ 'schema/index.json': { name: { format: 'string', default: 'ann', env: 'NAME' } } })
    const { stderr } = await run(root, ['get', 'NAME'], { env: { NAME: 'Ann' } })
    expect(stderr).toContain('NAME="Ann" is refused: must be in small letters')
  })

  test('a leaf without a variable is known by its path', async () => {
    const root = project({ 'schema/index.json': { db: { name: { format: 'String', default: '${x}' } } } })
    expect((await run(root, ['get', 'db.name'])).stdout).toBe('${x}\n')
    expect((await run(root, ['--set', 'db.name=y', 'get', 'db.name'])).stdout).toBe('y\n')
  })
})
