import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, defineSchema, flag, host, load, port, slot, text, url } from '../src/index.js'
import { project, SMALL_SCHEMA, write } from './support/project.js'
import { run, runBuilt } from './support/run.js'

/** What is wrong with a schema, as a user reads it. The .env file beside it is one that cannot be read. */
function refusal(schema: object): string {
  const root = project({})
  mkdirSync(join(root, '.env'))
  try {
    load(schema, { root, env: {} })
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('the schema was accepted')
}

/** A leaf as JSON has it, past what TypeScript would stop. */
const made = (maker: string, env: string, format: unknown, fallback: unknown, more: object = {}) => ({
  maker,
  env,
  format,
  default: fallback,
  doc: '',
  ...more,
})

const WRONG: [title: string, schema: object, message: string, path: string | null, help: string][] = [
  [
    'a format of which JavaScript makes no text',
    { a: { format: { toString: 'a' }, default: 'c', env: 'A' } },
    'A: its `format` is none',
    'a',
    'write a name, a list of choices, or a function',
  ],
  [
    'a role of which JavaScript makes no text',
    { a: made('port', 'A_PORT', 'port', 1, { role: { toString: 'a' } }) },
    'A_PORT: "an object" is not a role',
    'a',
    'write browser, http, redis, tcp or udp',
  ],
  [
    'a name for a service of which JavaScript makes no text',
    { a: made('port', 'A_PORT', 'port', 1, { service: { toString: 'a' } }) },
    'A_PORT: "an object" is no name for a service',
    'a',
    'write lower-case letters, digits and "_", as in llm_original',
  ],
  [
    'a choice of which JavaScript makes no text',
    { a: { format: [{ toString: 'a' }, 'b'], default: 'c', env: 'A' } },
    'A="c" is not one of an object, b',
    'a',
    'choose one of these, in the same case',
  ],
  [
    "two makers' settings with one variable",
    { core: { a: port('A_PORT', 1, ''), b: port('A_PORT', 2, '') } },
    'A_PORT is declared twice: by core.a and by core.b',
    'core.b',
    'give each setting a variable of its own',
  ],
  [
    "a maker's setting and a plain leaf with one variable",
    { a: { format: 'port', default: 1, env: 'A_PORT' }, b: port('A_PORT', 2, '') },
    'A_PORT is declared twice: by a and by b',
    'b',
    'give each setting a variable of its own',
  ],
  [
    'plain leaves on one variable with two formats',
    { a: { format: 'port', default: 1, env: 'PORT' }, b: { format: String, default: '', env: 'PORT' } },
    'PORT has two formats: a TCP port (1-65535) by a, a text by b',
    'b',
    'give both the same format, or each a variable of its own',
  ],
  [
    'plain leaves on one variable with two functions as formats',
    { a: { format: () => {}, default: 1, env: 'PORT' }, b: { format: () => {}, default: 1, env: 'PORT' } },
    'PORT has two formats: that of a and that of b',
    'b',
    'give both the same format, or each a variable of its own',
  ],
  [
    'two settings with one command line option',
    { a: { default: 1, arg: 'port' }, b: { c: { default: 2, arg: 'port' } } },
    'b.c: the option --port is already that of a',
    'b.c',
    'give each setting an `arg` of its own',
  ],
  [
    'a port as a number that is none',
    { core: { a: port('A_PORT', 70000, '') } },
    'A_PORT="70000" is not a TCP port (1-65535)',
    'core.a',
    'choose a port within 1-65535',
  ],
  [
    'a port as a text that is none',
    { a: { format: 'port', default: '8203x', env: 'A_PORT' } },
    'A_PORT="8203x" is not a TCP port (1-65535)',
    'a',
    'write digits only',
  ],
  [
    'a first port whose last is above 65535',
    { a: port('A_PORT', 65530, '', { count: 10 }) },
    'A_PORT="65530" is not the first of 10 TCP ports (1-65526)',
    'a',
    'choose a port within 1-65526',
  ],
  [
    'a default of another type',
    { a: { format: 'int', default: 1.5, env: 'A' } },
    'A="1.5" is not an integer',
    'a',
    'write digits only',
  ],
  [
    'a default that is none of the choices',
    { a: { format: ['x', 'y'], default: 'z', env: 'A' } },
    'A="z" is not one of x, y',
    'a',
    'choose one of these, in the same case',
  ],
  [
    'a URL without a host',
    { a: url('A_URL', 'http://', '') },
    'A_URL="http://" is not an absolute URL',
    'a',
    'write it as in http://localhost:8203/api',
  ],
  [
    'a URL that is wrong once it is put together',
    { h: host('A_HOST', 'localhost', ''), a: url('A_URL', '${A_HOST}:80', '') },
    'A_URL="localhost:80" is not an absolute URL',
    null,
    'write it as in http://localhost:8203/api',
  ],
  [
    'a cycle of defaults',
    {
      a: url('A_URL', '${B_URL}/a', ''),
      b: url('B_URL', '${C_URL}/b', ''),
      c: url('C_URL', '${A_URL}/c', ''),
    },
    'A_URL: refers to itself: A_URL -> B_URL -> C_URL -> A_URL',
    'a',
    'write one of the values in full',
  ],
  [
    'a default that refers to itself',
    { a: url('A_URL', 'http://${A_URL}', '') },
    'A_URL: refers to itself: A_URL -> A_URL',
    'a',
    'write one of the values in full',
  ],
  [
    'a reference to no setting',
    { p: port('BACKEND_PORT', 1, ''), a: url('A_URL', 'http://h:${BACKEND_PROT}', '') },
    'A_URL: its default refers to BACKEND_PROT, which is no setting',
    'a',
    'did you mean BACKEND_PORT?',
  ],
  [
    'a reference to nothing like a setting',
    { a: url('A_URL', 'http://h:${HOME}', '') },
    'A_URL: its default refers to HOME, which is no setting',
    'a',
    'declare HOME, or write $${ for a literal ${',
  ],
  [
    'a secret that is public',
    { a: text('TOKEN', null, '', { sensitive: true, public: true }) },
    'TOKEN is sensitive, yet handed to the frontend',
    'a',
    'drop `sensitive` or `public`, or choose a name without a public prefix',
  ],
  [
    'a secret with a public name',
    { a: text('REACT_APP_TOKEN', null, '', { sensitive: true }) },
    'REACT_APP_TOKEN is sensitive, yet handed to the frontend',
    'a',
    'drop `sensitive` or `public`, or choose a name without a public prefix',
  ],
  [
    "a secret with a name of the stack's own prefixes",
    { $stack: { prefixes: ['VITE_'] }, a: text('VITE_TOKEN', null, '', { sensitive: true }) },
    'VITE_TOKEN is sensitive, yet handed to the frontend',
    'a',
    'drop `sensitive` or `public`, or choose a name without a public prefix',
  ],
  [
    'a public name that another leaf calls a secret',
    {
      a: { format: 'String', default: '', env: 'REACT_APP_KEY' },
      b: { format: 'String', default: '', env: 'REACT_APP_KEY', sensitive: true },
    },
    'REACT_APP_KEY is sensitive, yet handed to the frontend',
    'a',
    'drop `sensitive` or `public`, or choose a name without a public prefix',
  ],
  [
    'a public default that is made of a secret',
    {
      a: text('DB_PASSWORD', 'x', '', { sensitive: true }),
      b: url('DB_URL', 'pg://u:${DB_PASSWORD}@h', '', { public: true }),
    },
    'DB_URL is handed to the frontend, yet its default is made of DB_PASSWORD, which is sensitive',
    'b',
    'take DB_PASSWORD out of the default, or keep DB_URL from the frontend',
  ],
  [
    'a public default that is made of a secret by way of another, and that has no value yet',
    {
      a: text('DB_PASSWORD', null, '', { sensitive: true }),
      b: url('DB_URL', 'pg://u:${DB_PASSWORD}@h', ''),
      c: url('REACT_APP_DB', '${DB_URL}/db', ''),
    },
    'REACT_APP_DB is handed to the frontend, yet its default is made of DB_PASSWORD, which is sensitive',
    'c',
    'take DB_PASSWORD out of the default, or keep REACT_APP_DB from the frontend',
  ],
  [
    'an unknown format',
    { a: { format: 'prot', default: 1, env: 'A_PORT' } },
    'A_PORT: there is no format "prot"',
    'a',
    'did you mean port?',
  ],
  [
    'an unknown format where a layer has to give the value',
    { a: { format: 'zip-code', default: null, env: 'ZIP' } },
    'ZIP: there is no format "zip-code"',
    'a',
    'add it with convict.addFormat, to the convict that the schema imports',
  ],
  [
    'a format that is no name, list or function',
    { a: { format: { type: 'port' }, default: 1, env: 'A_PORT' } },
    'A_PORT: its `format` is none',
    'a',
    'write a name, a list of choices, or a function',
  ],
  [
    'a key of a prototype',
    { a: { constructor: { default: 1 } } },
    'a.constructor: "constructor" cannot be a name',
    'a.constructor',
    'choose another name',
  ],
  [
    'the key __proto__',
    JSON.parse('{ "a": { "__proto__": { "default": 1 } } }'),
    'a.__proto__: "__proto__" cannot be a name',
    'a.__proto__',
    'choose another name',
  ],
  [
    'a variable called as a key of a prototype',
    { a: port('hasOwnProperty', 1, '') },
    'hasOwnProperty: "hasOwnProperty" cannot be a name',
    'a',
    'choose another name',
  ],
  [
    'a key with a dot',
    { 'a.b': { default: 1 } },
    '"a.b" cannot be a key: dots part the keys of a path',
    'a.b',
    'nest groups instead of dots',
  ],
  [
    'a variable that no environment can hold',
    { a: port('A=B', 1, '') },
    '"A=B" is no name for a variable',
    'a',
    'write letters, digits and "_"',
  ],
  [
    'an `env` that is no text',
    { a: { default: 1, env: ['A', 'B'] } },
    'a: its `env` is not text',
    'a',
    'write one variable, as in env: "PORT"',
  ],
  [
    'a count that is none',
    { a: made('port', 'A_PORT', 'port', 1, { count: 0 }) },
    'A_PORT: its `count` is not a number of ports',
    'a',
    'write a number from 1',
  ],
  [
    'two slots',
    { a: slot('A_SLOT', '', { stride: 200, count: 10 }), b: slot('B_SLOT', '', { stride: 200, count: 10 }) },
    'B_SLOT is a slot, and so is A_SLOT',
    'b',
    'take one of them away: all ports shift together',
  ],
  ...[0, -200, 1.5, 65536, '200', undefined].map((stride): (typeof WRONG)[number] => [
    `a stride of ${stride}`,
    { a: made('slot', 'A_SLOT', 'portolan:slot', 0, { stride, count: 10 }) },
    'A_SLOT: its `stride` is not a number of ports',
    'a',
    'take the setting out, and `config slot plan` finds a stride and says what to write',
  ]),
  [
    'copies of a number that is none',
    { a: slot('A_SLOT', '', { stride: 200, count: 0 }) },
    'A_SLOT: its `count` is not a number of copies',
    'a',
    'take the setting out, and `config slot plan` finds a stride and says what to write',
  ],
  [
    'a slot that is another by default',
    { a: made('slot', 'A_SLOT', 'portolan:slot', 1, { stride: 200, count: 10 }) },
    'A_SLOT: its default is not 0',
    'a',
    'write 0: the declared ports',
  ],
  [
    'a slot that nothing could set',
    { a: { doc: '', format: 'portolan:slot', default: 0, stride: 200, count: 10 } },
    'a is a slot without a variable',
    'a',
    "write env: 'STACK_SLOT'",
  ],
  [
    'a slot that is a secret',
    { a: made('slot', 'A_SLOT', 'portolan:slot', 0, { stride: 200, count: 10, sensitive: true }) },
    'A_SLOT is a slot and a secret, which every port would tell',
    'a',
    'leave `sensitive` out',
  ],
  [
    'a role that is none',
    { a: made('port', 'A_PORT', 'port', 1, { role: 'htpp' }) },
    'A_PORT: "htpp" is not a role',
    'a',
    'write browser, http, redis, tcp or udp',
  ],
  [
    'a network with more bits than its prefix says',
    { a: port('A_PORT', 1, '', { outside: '192.168.1.5/16' }) },
    'A_PORT: its `outside` is no network: "192.168.1.5/16" has bits set behind the first 16',
    'a',
    'write 192.168.0.0/16 or 192.168.1.5, or true or false',
  ],
  [
    'a list of networks with one that is none',
    { a: port('A_PORT', 1, '', { outside: ['10.0.0.0/8', 'office.example.org'] }) },
    'A_PORT: its `outside` is no network: "office.example.org" is no network',
    'a',
    'write it as in 192.168.0.0/16 or 2001:db8::/32 (names are not looked up), or true or false',
  ],
  [
    'an empty list of networks, which might mean everyone or nobody',
    { a: port('A_PORT', 1, '', { outside: [] }) },
    'A_PORT: its `outside` is no network: the list of networks is empty',
    'a',
    'write it as in 192.168.0.0/16 or 2001:db8::/32, or true or false',
  ],
  [
    'a number in place of a network',
    { a: made('port', 'A_PORT', 'port', 1, { outside: 1 }) },
    'A_PORT: its `outside` is no network: "1" is no text',
    'a',
    'write it as in 192.168.0.0/16 or 2001:db8::/32, or true or false',
  ],
  [
    'a service with a name that no program could say',
    { a: port('A_PORT', 1, '', { service: 'Backend API' }) },
    'A_PORT: "Backend API" is no name for a service',
    'a',
    'write lower-case letters, digits and "_", as in llm_original',
  ],
  [
    'a service whose name is no text',
    { a: made('port', 'A_PORT', 'port', 1, { service: 8 }) },
    'A_PORT: "8" is no name for a service',
    'a',
    'write lower-case letters, digits and "_", as in llm_original',
  ],
  [
    'two ports that lists would call alike',
    { a: port('LLM_PORT', 1, ''), b: port('LLM', 2, '') },
    'LLM_PORT and LLM have one name as services: llm',
    'b',
    "give one of them a name of its own, as in service: 'llm_original'",
  ],
  [
    'two ports with one service',
    { a: port('A_PORT', 1, '', { service: 'llm' }), b: port('LLM_PORT', 2, '') },
    'A_PORT and LLM_PORT have one name as services: llm',
    'b',
    "give one of them a name of its own, as in service: 'llm_original'",
  ],
  [
    'two URLs that helpers would call alike',
    { p: port('A_PORT', 1, ''), a: url('A_URL', 'http://h:${A_PORT}', ''), b: url('A', 'http://h:${A_PORT}/b', '') },
    'A_URL and A have one name as services: a',
    'b',
    'rename one of them',
  ],
  [
    '$stack that is no object',
    { $stack: 'REACT_APP_' },
    '$stack is not an object',
    null,
    "write $stack: { prefixes: ['REACT_APP_'] }",
  ],
  [
    '$stack with prefixes that are no list',
    { $stack: { prefixes: 'VITE_' } },
    '$stack.prefixes is not a list of texts',
    null,
    "write prefixes: ['REACT_APP_']",
  ],
  [
    '$stack with an empty prefix, which would make every name public',
    { $stack: { prefixes: [''] } },
    '$stack.prefixes is not a list of texts',
    null,
    "write prefixes: ['REACT_APP_']",
  ],
  [
    '$stack with a pattern where names of variables are listed, which would let no name pass',
    { $stack: { fileMaySet: ['REACT_APP_*'] } },
    '$stack.fileMaySet is not a list of names of variables, which are no patterns',
    null,
    "write fileMaySet: ['NODE_OPTIONS']",
  ],
  [
    '$stack with a misspelt option',
    { $stack: { fileMaySett: ['NODE_OPTIONS'] } },
    '$stack has no option "fileMaySett"',
    null,
    'did you mean fileMaySet?',
  ],
]

/** Two ports, a URL of each, and one that is made of neither, with what the stack says of them. */
const stackOf = ($stack: object) => ({
  $stack,
  host: host('STACK_HOST', 'localhost', ''),
  a: port('A_PORT', 1, ''),
  b: port('B_PORT', 2, ''),
  aUrl: url('A_URL', 'http://${STACK_HOST}:${A_PORT}', ''),
  bUrl: url('B_URL', 'http://${STACK_HOST}:${B_PORT}', ''),
  docs: url('DOCS_URL', 'https://docs.example.org', ''),
  secret: url('SECRET_URL', 'http://${STACK_HOST}:${B_PORT}', '', { sensitive: true }),
})

const VARIANTS: [title: string, variants: object, message: string, help: string][] = [
  [
    'of no setting',
    { A_PROT: { model: { x: 'B_PORT' } } },
    '$stack.variants: "A_PROT" is no setting',
    'did you mean A_PORT?',
  ],
  [
    'that stand for no setting',
    { A_PORT: { model: { x: 'B_PROT' } } },
    '$stack.variants.A_PORT.model: "B_PROT" is no setting',
    'did you mean B_PORT?',
  ],
  [
    'of what is neither a port nor a URL',
    { STACK_HOST: { model: { x: 'STACK_HOST' } } },
    '$stack.variants: STACK_HOST is neither a port nor a URL',
    'take it out',
  ],
  [
    'of a port among URLs',
    { A_PORT: { model: { x: 'B_PORT', y: 'B_URL' } } },
    '$stack.variants.A_PORT.model: B_URL is not a port, as A_PORT is',
    'choose among ports',
  ],
  [
    'of a URL among ports',
    { A_URL: { model: { x: 'B_PORT' } } },
    '$stack.variants.A_URL.model: B_PORT is not a URL, as A_URL is',
    'choose among URLs',
  ],
  [
    'of a switch that leaves its own setting out',
    { A_URL: { fast: { true: 'B_URL', false: 'B_URL' } } },
    '$stack.variants.A_URL.fast: neither true nor false stands for A_URL',
    'write A_URL for the one that counts without a choice',
  ],
  [
    'of a switch between ports',
    { A_PORT: { fast: { true: 'A_PORT', false: 'B_PORT' } } },
    '$stack.variants.A_PORT.fast: true and false choose between URLs, and A_PORT is a port',
    'give the choices other names',
  ],
  [
    'of a switch to a URL that is not made of a host and a port',
    { A_URL: { fast: { true: 'A_URL', false: 'DOCS_URL' } } },
    '$stack.variants.A_URL.fast: the default of DOCS_URL is not a host and a port',
    'write it as in http://${STACK_HOST}:${BACKEND_PORT}',
  ],
  [
    'of a switch to a URL that is secret',
    { A_URL: { fast: { true: 'A_URL', false: 'SECRET_URL' } } },
    '$stack.variants.A_URL.fast: SECRET_URL is sensitive, or made of what is',
    'choose among URLs that are not',
  ],
  [
    'of two switches on one URL',
    { A_URL: { fast: { true: 'A_URL', false: 'B_URL' }, big: { false: 'A_URL', true: 'B_URL' } } },
    '$stack.variants.A_URL: 2 parameters choose by true and false',
    'keep fast or big',
  ],
  [
    'by a parameter that is no identifier',
    { A_URL: { 'use-fast': { true: 'A_URL', false: 'B_URL' } } },
    '$stack.variants.A_URL: "use-fast" is no name for a parameter',
    'write lower-case letters, digits and "_", and no keyword, as in use_optimized',
  ],
  [
    'by a parameter that Python could not say',
    { A_PORT: { class: { x: 'B_PORT' } } },
    '$stack.variants.A_PORT: "class" is no name for a parameter',
    'write lower-case letters, digits and "_", and no keyword, as in use_optimized',
  ],
  [
    'by a parameter of a prototype',
    { A_PORT: JSON.parse('{ "__proto__": { "x": "B_PORT" } }') },
    '$stack.variants.A_PORT: "__proto__" is no name for a parameter',
    'write lower-case letters, digits and "_", and no keyword, as in use_optimized',
  ],
  [
    'by a parameter that helpers have already',
    { A_URL: { host: { x: 'B_URL' } } },
    '$stack.variants.A_URL: "host" is a parameter already',
    'choose another name',
  ],
  [
    'by names that differ only in the case of letters',
    { A_PORT: { model: { one: 'A_PORT', One: 'B_PORT' } } },
    '$stack.variants.A_PORT.model: "one" and "One" differ only in the case of letters',
    'keep one of them',
  ],
  [
    'of one setting by its variable and its path',
    { A_PORT: { model: { x: 'B_PORT' } }, a: { engine: { x: 'B_PORT' } } },
    '$stack.variants: A_PORT and a are the same setting',
    'write its choices in one place',
  ],
]

describe('choices among settings are refused', () => {
  test.each(VARIANTS)('%s', (_, variants, message, help) => {
    expect(refusal(stackOf({ variants }))).toContain(`error: ${message}\n  help: ${help}`)
  })

  test('all at once, before what is wrong with settings', () => {
    const variants = { A_PROT: {}, A_URL: { port: {}, fast: { x: 'NO_URL', y: 'A_PORT', z: 'B_URL' } } }
    const shown = refusal({ ...stackOf({ variants }), z: port('Z_PORT', 70000, '') })
    expect(shown.match(/^error: .*$/gm)).toEqual([
      'error: $stack.variants: "A_PROT" is no setting',
      'error: $stack.variants.A_URL: "port" is a parameter already',
      'error: $stack.variants.A_URL.fast: "NO_URL" is no setting',
      'error: $stack.variants.A_URL.fast: A_PORT is not a URL, as A_URL is',
      'error: Z_PORT="70000" is not a TCP port (1-65535)',
    ])
  })
})

describe('a maker takes what a setting may say, and nothing else', () => {
  test.each([
    [{ secret: true }, 'A_TEXT says "secret", which no setting does', 'docs/schema.md lists what a setting may say'],
    [{ publik: true }, 'A_TEXT says "publik", which no setting does', 'did you mean public?'],
  ])('%j', (options, message, help) => {
    const schema = { a: { ...text('A_TEXT', 'x', ''), ...options } }
    expect(refusal(schema)).toContain(`error: ${message}\n  from schema a\n  help: ${help}`)
  })

  test('a plain convict leaf may say more', () => {
    const leaf = { doc: '', format: 'String', default: 'x', env: 'A_TEXT', secret: true }
    expect(load({ a: leaf }, { env: {} })).toEqual({ A_TEXT: 'x' })
  })
})

describe('the path of a target is refused', () => {
  test.each(['../a.py', 'a/../b.py', '/a.py', 'C:/a.py', 'a\\b.py', './a.py', 'a//b.py', 'a/', '.', 'a\0.py'])(
    '%j',
    (path) => {
      const shown = path.replace('\\', '\\\\').replace('\0', '\\u0000')
      for (const declared of [path, { path }, ['fine.py', { path }]]) {
        expect(refusal(stackOf({ targets: { python: declared } }))).toContain(
          `error: $stack.targets.python: "${shown}" is not a path below the root\n` +
            "  help: write it from the root on, with / and without .., as in 'src/config.js'",
        )
      }
    },
  )
})

describe('a schema that is itself wrong is refused, before any file is read', () => {
  test.each(WRONG)('%s', (_, schema, message, path, help) => {
    const shown = refusal(schema)
    expect(shown).toContain(`error: ${message}\n`)
    if (path !== null) expect(shown).toContain(`\n  from schema ${path}\n`)
    expect(shown).toContain(`\n  help: ${help}`)
    expect(shown).not.toMatch(/\.env\b/)
  })

  test('by every verb, with exit code 1, and nothing on stdout', async () => {
    const root = project({ 'schema/index.json': { a: { format: 'port', default: 70000, env: 'A_PORT' } } })
    mkdirSync(join(root, '.env'))
    for (const args of [['print'], ['get', 'A_PORT'], ['explain', 'A_PORT'], ['exec', '--', 'true']]) {
      const { code, stdout, stderr } = await run(root, args)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toBe(
        'error: A_PORT="70000" is not a TCP port (1-65535)\n  from schema a\n  help: choose a port within 1-65535\n',
      )
    }
  })

  test('an override does not excuse it', () => {
    const schema = { a: { format: 'port', default: 70000, env: 'A_PORT' } }
    expect(() => load(schema, { root: project({}), env: { A_PORT: '1' } })).toThrow('A_PORT="70000"')
  })

  test('several wrong defaults are told at once, in schema order', () => {
    const shown = refusal({
      z: port('Z_PORT', 0.5, ''),
      a: { format: 'Boolean', default: 'maybe', env: 'A' },
      b: url('B_URL', 'http://${Z_PORT}', ''),
      m: { format: ['x'], default: 'y', env: 'M' },
    })
    expect(shown.match(/^error: .*$/gm)).toEqual([
      'error: Z_PORT="0.5" is not a TCP port (1-65535)',
      'error: A="maybe" is not true or false',
      'error: M="y" is not one of x',
    ])
  })

  test('several wrong declarations are told at once, in schema order', () => {
    const shown = refusal({
      $stack: { prefixes: 1 },
      a: port('A_PORT', 1, ''),
      b: port('A_PORT', 2, ''),
      c: { toString: { default: 1 } },
      d: text('REACT_APP_KEY', '', '', { sensitive: true }),
    })
    expect(shown.match(/^error: .*$/gm)).toEqual([
      'error: $stack.prefixes is not a list of texts',
      'error: A_PORT is declared twice: by a and by b',
      'error: c.toString: "toString" cannot be a name',
      'error: REACT_APP_KEY is sensitive, yet handed to the frontend',
    ])
  })

  test('everything is told at once, declarations and defaults, each setting once', () => {
    const shown = refusal({
      a: port('A_PORT', 70000, ''),
      b: port('A_PORT', 2, ''),
      c: { format: 'prot', default: 1, env: 'C_PORT' },
      d: url('D_URL', 'http://${NOWHERE}', ''),
      e: url('E_URL', 'http://${C_PORT}', ''),
      f: { format: 'int', default: 'x', env: 'F' },
      g: text('REACT_APP_KEY', '', '', { sensitive: true }),
    })
    expect(shown.match(/^error: .*$/gm)).toEqual([
      'error: A_PORT="70000" is not a TCP port (1-65535)',
      'error: A_PORT is declared twice: by a and by b',
      'error: C_PORT: there is no format "prot"',
      'error: D_URL: its default refers to NOWHERE, which is no setting',
      'error: F="x" is not an integer',
      'error: REACT_APP_KEY is sensitive, yet handed to the frontend',
    ])
  })

  test('a secret default that breaks its format is not in the message', () => {
    const shown = refusal({ a: { format: 'port', default: 'hunter2', env: 'A', sensitive: true } })
    expect(shown).toContain('A=******** is not a TCP port')
    expect(shown).not.toContain('hunter2')
  })
})

describe('what is not wrong', () => {
  const accepted = (schema: object) => load(schema, { root: project({}), env: {} })

  test('a default of null, which a layer has to give', () => {
    const schema = defineSchema({
      a: port('A_PORT', null, 'The port'),
      b: url('B_URL', 'http://h:${A_PORT}', ''),
    })
    expect(load(schema, { root: project({}), env: { A_PORT: '1' } })).toMatchObject({ B_URL: 'http://h:1' })
    expect(() => accepted(schema)).toThrow('A_PORT is required and not set (The port)')
  })

  test('a reference to a setting that stands further down, or by its path', () => {
    const schema = {
      a: url('A_URL', 'http://${net.host}:${A_PORT}', ''),
      net: { host: 'h' },
      p: port('A_PORT', 1, ''),
    }
    expect(accepted(schema)).toMatchObject({ A_URL: 'http://h:1' })
  })

  test('a secret that is made of a public setting', () => {
    const schema = {
      a: port('A_PORT', 1, '', { public: true }),
      b: url('B_URL', 'http://h:${A_PORT}', '', { sensitive: true }),
    }
    expect(accepted(schema)).toMatchObject({ B_URL: 'http://h:1' })
  })

  test('a switch between URLs, choices by name among ports and URLs, by variable or path', () => {
    const variants = {
      A_URL: { fast: { true: 'bUrl', false: 'aUrl' }, site: { main: 'B_URL', docs: 'docs' } },
      a: { model: { 'Any name at all': 'B_PORT', constructor: 'A_PORT' }, empty: {} },
    }
    expect(accepted(stackOf({ variants }))).toMatchObject({ A_PORT: 1 })
  })

  test('plain convict leaves that lists would call alike', () => {
    const schema = {
      http: { port: { format: 'port', default: 1 } },
      a: { format: 'port', default: 2, env: 'HTTP_PORT' },
    }
    expect(accepted(schema)).toMatchObject({ 'http.port': 1, HTTP_PORT: 2 })
  })

  test('a convict leaf that has a `service` of its own meaning', () => {
    expect(accepted({ a: { format: 'port', default: 1, service: 'Any Thing' } })).toMatchObject({ a: 1 })
  })

  test('targets in folders, several of one kind, hidden files, names with spaces', () => {
    const targets = { python: ['a.py', { path: 'b/c.py' }], env: '.env.ports', compose: 'my stack/..compose..yml' }
    expect(accepted(stackOf({ targets }))).toMatchObject({ A_PORT: 1 })
  })

  test('a default of which JavaScript makes no text', () => {
    const schema = {
      list: { format: Array, default: [{ toString: 'a' }, null, 'b'], env: 'LIST' },
      object: { format: Object, default: { toString: 'a' }, env: 'OBJECT' },
    }
    expect(accepted(schema)).toEqual({ LIST: [{ toString: 'a' }, null, 'b'], OBJECT: { toString: 'a' } })
  })

  test('$stack with both its options, and flags', () => {
    const schema = { $stack: { prefixes: ['VITE_'], fileMaySet: ['NODE_OPTIONS'] }, a: flag('A', true, '') }
    expect(accepted(schema)).toMatchObject({ A: true })
  })
})

describe('a schema file that cannot be loaded', () => {
  const FILES: [title: string, path: string, content: string, message: string, line: number | null][] = [
    ['TypeScript that throws', 'index.ts', 'const a: number = 1\nthrow new Error(`no ${a}`)', 'no 1', 2],
    ['an ES module that throws', 'index.mjs', '\n\nthrow new Error("no")', 'no', 3],
    ['a CommonJS module that throws', 'index.cjs', '\nthrow new Error("no")', 'no', 2],
    ['TypeScript with a syntax error', 'index.ts', 'export default {\n  a: : 1,\n}\n', 'Unexpected token', 2],
    ['CommonJS with a syntax error', 'index.cjs', '\nmodule.exports = { a:: 1 }\n', '', 2],
    ['JSON with a syntax error', 'index.json', '{ "a": }', 'Unexpected token', null],
    ['a module that throws no error', 'index.cjs', 'throw "just words"', 'just words', null],
    ['an import that is not installed', 'index.ts', "import x from 'nowhere'\nexport default x", 'nowhere', null],
  ]

  test.each(FILES)('%s', async (_, path, content, message, line) => {
    const root = project({ [`schema/${path}`]: content })
    mkdirSync(join(root, '.env'))
    const { code, stdout, stderr } = await run(root, ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`error: schema/${path} cannot be loaded: `)
    expect(stderr).toContain(message)
    if (line !== null) expect(stderr).toContain(`\n  from schema/${path}:${line}\n`)
    expect(stderr).toMatch(/\n {2}help: .+\n$/)
    expect(stderr).not.toMatch(/\.env\b|node_modules| {4}at /)
  })

  test.each([
    [
      'TypeScript',
      'ts',
      "import { port } from './groups/core.ts'\nexport default { port }",
      'export const port = 82 b',
    ],
    ['CommonJS', 'cjs', "module.exports = require('./groups/core.cjs')", 'exports.port = 82 b'],
    ['a module that throws, in TypeScript', 'ts', "import './groups/core.ts'", 'throw new Error(`no`)'],
    ['a module that throws, an ES module', 'mjs', "import './groups/core.mjs'", 'throw new Error(`no`)'],
  ])('%s with a mistake in a module that it imports: the place is there', async (_, ending, index, core) => {
    const root = project({ [`schema/index.${ending}`]: index, [`schema/groups/core.${ending}`]: `\n\n${core}\n` })
    const { status, stderr } = runBuilt(root, ['print'])
    expect(status).toBe(1)
    expect(stderr).toContain(`error: schema/index.${ending} cannot be loaded: `)
    expect(stderr).toContain(`\n  from schema/groups/core.${ending}:3\n`)
  })

  test('an import that is not installed: install it', async () => {
    const root = project({ 'schema/index.cjs': "require('nowhere')" })
    expect((await run(root, ['print'])).stderr).toContain('help: install it, or mend the import')
  })

  test.each([
    ['commonjs', "import { port } from 'portolan'\nexport default {}", 'call the file .mjs'],
    ['commonjs', 'export default {}', 'call the file .mjs'],
    ['module', "const { port } = require('portolan')\nmodule.exports = {}", 'call the file .cjs'],
    ['module', 'module.exports = {}', 'call the file .cjs'],
  ])('a .js file in a package of type %s that says %j: what to call it', (type, content, help) => {
    const { status, stderr } = runBuilt(project({ 'package.json': { type }, 'schema/index.js': content }), ['print'])
    expect(status).toBe(1)
    expect(stderr).toContain(`  from schema/index.js:1\n  help: ${help}`)
  })

  test.each([
    ['index.json', '[]'],
    ['index.json', '{}'],
    ['index.json', 'null'],
    ['index.json', '"schema"'],
    ['index.cjs', ''],
    ['index.cjs', 'module.exports = () => ({ a: 1 })'],
    ['index.mjs', 'const a = 1'],
    ['index.mjs', 'export {}'],
    ['index.mjs', 'export default null'],
    ['index.ts', 'const a: number = 1'],
    ['index.ts', 'export default undefined'],
  ])('%s: %s exports no schema', async (path, content) => {
    const { code, stdout, stderr } = await run(project({ [`schema/${path}`]: content }), ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^error: schema/${path} exports no schema\n  help: write .+\n$`))
  })
})

describe('the root', () => {
  const schemaWith = (fallback: number) => ({ a: { format: 'port', default: fallback, env: 'A_PORT' } })
  const get = async (cwd: string, ...flags: string[]) => (await run(cwd, [...flags, 'get', 'A_PORT'])).stdout

  test('is the nearest folder upward with schema/index.*', async () => {
    const root = project({
      'schema/index.json': schemaWith(1),
      'packages/a/schema/index.json': schemaWith(2),
      'packages/a/src/deep/x': '',
      'packages/b/src/x': '',
    })
    expect(await get(join(root, 'packages/a/src/deep'))).toBe('2\n')
    expect(await get(join(root, 'packages/a/schema'))).toBe('2\n')
    expect(await get(join(root, 'packages/b/src'))).toBe('1\n')
    expect(await get(root)).toBe('1\n')
  })

  test('is not above the git root, be .git a folder or, in a worktree, a file', async () => {
    const root = project({
      'schema/index.json': schemaWith(1),
      'clone/.git/HEAD': '',
      'clone/src/x': '',
      'worktree/.git': 'gitdir: elsewhere\n',
    })
    expect((await run(join(root, 'clone/src'), ['print'])).code).toBe(2)
    expect((await run(join(root, 'worktree'), ['print'])).code).toBe(2)
  })

  test('has the .env files, wherever the program is called', async () => {
    const root = project({
      'schema/index.json': schemaWith(1),
      '.env': 'A_PORT=2\n',
      'sub/.env': 'A_PORT=3\n',
    })
    expect(await get(join(root, 'sub'))).toBe('2\n')
  })

  test('is where package.json has a key `portolan`, which may name the schema', async () => {
    const root = project({
      'package.json': { portolan: { schema: 'config/ports.json' } },
      'config/ports.json': schemaWith(1),
      'schema/index.json': schemaWith(2),
      '.env': 'A_PORT=3\n',
      'config/.env': 'A_PORT=4\n',
      'sub/package.json': { name: 'sub', dependencies: { portolan: '1' } },
    })
    expect(await get(join(root, 'sub'))).toBe('3\n')
    expect((await run(root, ['explain', 'A_PORT'])).stdout).toContain('1 from schema a')
  })

  test('may name a schema outside of it', async () => {
    const root = project({
      'shared/schema.json': schemaWith(1),
      'app/package.json': { portolan: { schema: '../shared/schema.json' } },
      'app/.env': 'A_PORT=2\n',
    })
    expect(await get(join(root, 'app'))).toBe('2\n')
  })

  test('with a key `portolan` that names no schema has it in schema/index.*', async () => {
    const root = project({ 'package.json': { portolan: {} }, 'schema/index.json': schemaWith(1) })
    expect(await get(root)).toBe('1\n')
  })

  test.each(['nowhere.json', 'folder'])(
    'whose package.json names %s, which is no file, is an error',
    async (schema) => {
      const root = project({
        'package.json': { portolan: { schema } },
        'schema/index.json': schemaWith(1),
        'folder/x': '',
      })
      const { code, stdout, stderr } = await run(root, ['print'])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('which package.json names under portolan.schema')
    },
  )

  test('takes the first of schema/index.ts, .mts, .js, .mjs, .cjs and .json', async () => {
    const root = project({ 'schema/index.json': schemaWith(1) })
    const order = ['cjs', 'mjs', 'js', 'mts', 'ts']
    for (const [index, ending] of order.entries()) {
      const exported = ending === 'cjs' || ending === 'js' ? 'module.exports =' : 'export default'
      write(root, { [`schema/index.${ending}`]: `${exported} ${JSON.stringify(schemaWith(index + 2))}` })
      expect(await get(root)).toBe(`${index + 2}\n`)
    }
  })

  test('is another with --root, relative to the working directory, before or after the verb', async () => {
    const root = project({
      'a/schema/index.json': schemaWith(1),
      'b/schema/index.json': schemaWith(2),
      'b/.env': 'A_PORT=3',
    })
    expect(await get(join(root, 'a'))).toBe('1\n')
    expect(await get(join(root, 'a'), '--root', '../b')).toBe('3\n')
    expect(await get(root, '--root', join(root, 'a'))).toBe('1\n')
    expect((await run(root, ['get', 'A_PORT', '--root=b'])).stdout).toBe('3\n')
  })

  test('--root does not look upward', async () => {
    const root = project({ 'schema/index.json': schemaWith(1), 'sub/x': '' })
    const { code, stderr } = await run(root, ['--root', 'sub', 'print'])
    expect(code).toBe(2)
    expect(stderr).toContain('error: there is no schema in sub')
  })

  test('--root with no folder there', async () => {
    const { code, stderr } = await run(project({ 'schema/index.json': SMALL_SCHEMA }), ['--root', 'nowhere', 'print'])
    expect(code).toBe(2)
    expect(stderr).toContain('error: there is no folder nowhere')
  })

  test('none found: exit 2, and the verb that writes one', async () => {
    const { code, stdout, stderr } = await run(project({}), ['print'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('or a folder above it\n  help: `config init` writes one')
  })
})
