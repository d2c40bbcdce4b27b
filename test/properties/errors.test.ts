import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { EXPORTED } from '../../src/exported.js'
import { HOSTILE, hostileText } from '../printers/hostile.js'
import { type Files, project, REPOSITORY, SMALL_SCHEMA, write } from '../support/project.js'
import { damaged, filled, GUARD, holds } from '../support/properties.js'
import { run } from '../support/run.js'

/** Empties a project and fills it again, so that one run leaves nothing to the next. */
function refill(root: string, files: Files): void {
  rmSync(root, { recursive: true })
  mkdirSync(join(root, '.git'), { recursive: true })
  write(root, files)
}

/** A verb, which ends in one of the three codes and shows no stack; what is not a typed error is thrown. */
async function ends(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const { code, stdout, stderr } = await run(root, args, { env })
  expect([0, 1, 2]).toContain(code)
  expect(stdout + stderr).not.toMatch(/^ +at .*[:(]/m)
  if (code !== 0) expect(stdout + stderr).not.toBe('')
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))

const ENV_FILE = `# the stack
export BACKEND_PORT=8204
BACKEND_URL="http://\${HOST:-localhost}:\${BACKEND_PORT}/\${X:?why}"
HOST='a'
X = \`several
lines\` # c
Y: \${X-y}
`
const GRAMMAR = [
  ...['BACKEND_PORT', 'BACKEND_URL', 'HOST', 'X', 'Y', '__proto__', 'constructor', 'NODE_OPTIONS', 'PATH', 'export '],
  ...['=', ': ', '"', "'", '`', '\\', '\n', '\r', '\r\n', '#', ' ', '\t', '\0', '\uFEFF', '\u2028', '\ud800', '.', '-'],
  ...['${', '}', ':-', ':?', '-', '$${', '${X}', '${BACKEND_PORT}', '${BACKEND_URL}', '${core.backend}', '${Y:-${X}}'],
  ...['8203', '0', '+1', 'http://', 'tcp://10.0.0.1:1', 'a@b', '[::1]', '日', '\u202e'],
]
const envText = fc.oneof(
  damaged(fc.constant(ENV_FILE), GRAMMAR),
  fc.array(fc.constantFrom(...GRAMMAR), { maxLength: 40 }).map((parts) => parts.join('')),
  hostileText.map((text) => `X=${text}`),
)

const readingVerbs = fc.constantFrom(
  ...[
    ['print'],
    ['print', '--json'],
    ['print', '--format', 'env'],
    ['get', 'BACKEND_URL'],
    ['explain', 'BACKEND_PORT'],
  ],
  ...[
    ['explain'],
    ['check', 'names', 'dialect', 'shadowed', 'bundler'],
    ['set', 'BACKEND_PORT', '9000', '--in', '.env', '--plan'],
  ],
  ['unset', 'BACKEND_URL', '--in', '.env', '--plan'],
)

test('whatever a .env file holds, a verb gives a value or says what is wrong', { timeout: GUARD }, async () => {
  const root = project({
    'schema/index.json': SMALL_SCHEMA,
    'package.json': { dependencies: { next: '*', 'react-scripts': '*', vite: '*' } },
    'vite.config.js': "export default { envPrefix: ['BACKEND_', 'HOST', 'X', 'Y'] }\n",
  })
  await holds(
    fc.asyncProperty(fc.oneof(envText, bytes), readingVerbs, async (text, verb) => {
      write(root, { '.env': filled(text) })
      await ends(root, verb)
    }),
  )
})

test('every reader of .env files makes something of any text', { timeout: GUARD }, async () => {
  await holds(
    fc.property(fc.oneof(envText, fc.string({ unit: 'binary' })), (text) => {
      for (const { name, read } of dialects) {
        const { readings, otherwise } = read(text)
        expect(['nothing', 'failure', 'lost', 'command', 'shell'], name).toContain(otherwise)
        for (const reading of readings.values()) expect('text' in reading || 'lack' in reading, name).toBe(true)
      }
    }),
  )
})

/** Any JSON, with the names that a schema, JavaScript or we give a meaning. */
const key = fc.constantFrom(
  ...['default', 'format', 'env', 'doc', 'arg', 'sensitive', 'nullable', 'public', 'allowEmpty', 'maker', 'role'],
  ...['bind', 'count', 'outside', 'shift', 'service', 'allowZero', '$stack', 'prefixes', 'fileMaySet', 'targets'],
  ...['variants', 'path', 'of', 'python', 'frontend', 'compose', 'compose-override', 'env', 'portolan', 'schema'],
  ...['core', 'backend', 'url', 'BACKEND_PORT', '__proto__', 'constructor', 'toString', 'valueOf', 'toJSON', 'then'],
  ...['hasOwnProperty', '_def', 'getProperties', '', 'a.b', '0', '_cvtProperties', 'length', '__esModule', 'children'],
)
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -0, 1, 8203, 65_535, 65_536, 1.5, -1, 1e308, 2 ** 53 + 2),
  fc.constantFrom(
    ...['port', 'url', 'int', 'nat', 'Number', 'Boolean', 'String', 'Array', 'Object', 'RegExp', '*', 'email'],
  ),
  fc.constantFrom('portolan:url', 'portolan:host', 'BACKEND_PORT', 'A', '${A}', '${BACKEND_PORT}', 'http://${A}:1/'),
  fc.constantFrom('text', 'choice', 'flag', 'host', 'browser', 'udp', 'REACT_APP_A', 'made.py', 'c.yml', '../x', '/x'),
  fc.constantFrom(...HOSTILE),
  fc.double(),
)
const { value: anyJson } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(key, tie('value'), { maxKeys: 6, noNullPrototype: true }),
}))

const leaf = fc.record(
  {
    default: fc.oneof(scalar, anyJson),
    format: fc.oneof(scalar, anyJson),
    env: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('A', 'B', 'BACKEND_PORT', 'REACT_APP_A') }, anyJson),
    doc: fc.oneof(scalar, anyJson),
    maker: fc.oneof(fc.constantFrom('port', 'url', 'text', 'host', 'integer', 'flag', 'choice'), anyJson),
    ...Object.fromEntries(
      ['sensitive', 'public', 'nullable', 'allowEmpty', 'arg', 'role', 'bind', 'count', 'outside', 'shift'].map(
        (one) => [one, fc.oneof(fc.boolean(), scalar, anyJson)],
      ),
    ),
    service: fc.oneof(scalar, anyJson),
  },
  { requiredKeys: ['default'] },
)
const stackOptions = fc.record(
  {
    prefixes: fc.oneof(fc.constant(['']), fc.array(scalar), anyJson),
    fileMaySet: fc.oneof(fc.array(scalar), anyJson),
    targets: fc.oneof(fc.dictionary(key, fc.oneof(scalar, anyJson)), anyJson),
    variants: fc.oneof(
      fc.dictionary(fc.constantFrom('A', 'B', 'BACKEND_PORT'), fc.dictionary(key, fc.dictionary(key, scalar))),
      anyJson,
    ),
  },
  { requiredKeys: [] },
)
const schemaLike = fc.oneof(
  anyJson,
  fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf)), { maxKeys: 5, noNullPrototype: true }),
  fc
    .tuple(stackOptions, fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf, { maxKeys: 3, noNullPrototype: true }))
    .map(([$stack, leaves]) => ({ $stack, ...leaves })),
)

const schemaVerbs = fc.constantFrom(
  ...[['print'], ['print', '--json'], ['get', 'A'], ['explain'], ['check', 'unique', 'policy', 'names', 'links']],
  ...[['generate'], ['generate', '--check'], ['generate', '--list'], ['set', 'A', '9000', '--plan'], ['unset', 'A']],
)

test('whatever JSON stands as the schema, it is a schema or it is said what is wrong', { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    fc.asyncProperty(schemaLike, schemaVerbs, fc.constantFrom({}, { A: '1' }), async (schema, verb, env) => {
      refill(root, { 'schema/index.json': JSON.stringify(schema) })
      await ends(root, verb, env)
    }),
  )
})

const json = fc.oneof(
  fc.oneof(schemaLike, anyJson).map((value) => JSON.stringify(value)),
  damaged(fc.constant(JSON.stringify({ portolan: { schema: 'schema.json' } })), [
    '{',
    '}',
    '"',
    ',',
    ':',
    '[',
    '\\',
    '\u2028',
    'null',
    '\uFEFF',
    '__proto__',
    'portolan',
    '\0',
  ]),
)

test('whatever package.json holds, a schema is found or it is said what is wrong', { timeout: GUARD }, async () => {
  const root = project({ 'schema/index.json': SMALL_SCHEMA })
  await holds(
    fc.asyncProperty(fc.oneof(json, bytes), async (text) => {
      write(root, { 'package.json': filled(text) })
      await ends(root, ['get', 'BACKEND_PORT'])
    }),
  )
})

const COMPOSE = `x-ports: &ports ["8203:8203"]
services:
  backend: &b
    image: \${IMAGE:-a}
    ports: *ports
    environment: {BACKEND_PORT: 8203, A: "\${BACKEND_PORT:-8203}"}
  other:
    <<: *b
    network_mode: host
    ports:
      - target: 80
        published: "\${BACKEND_PORT}"
        protocol: tcp
      - 127.0.0.1:8203-8204:1-2/udp
`
const YAML = [
  ...['services:', 'ports:', 'backend:', 'environment:', 'extends:', 'published:', 'target:', 'profiles:', 'include:'],
  ...['\n', '\n  ', '\n    ', '\n      - ', ': ', '- ', '"', "'", '[', ']', '{', '}', ',', '&b ', '*b', '<<: ', '? '],
  ...['!override ', '!reset ', '!!binary ', '!x ', '|', '>', '---', '...', '%YAML 1.1', '#', '\t', '\0', '\r'],
  ...['\uFEFF'],
  ...['8203:8203', '8203', '0x200b', '1:30', '.inf', '~', 'null', 'true', '${BACKEND_PORT:-8203}', '${', '$$', '-'],
  ...['__proto__', 'constructor', 'toString', '\u2028', '\ud800', '1e3', '8203-8210:1-8', '[::]:8203:1', '/udp'],
  ...['99999'],
]
const composeText = fc.oneof(
  { weight: 3, arbitrary: damaged(fc.constant(COMPOSE), YAML) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...YAML), { maxLength: 40 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: anyJson.map((value) => JSON.stringify({ services: value })) },
)
const composeVerbs = fc.constantFrom(
  ...[['generate'], ['generate', '--override'], ['generate', '--check'], ['check', 'compose'], ['check', 'fresh']],
  ...[
    ['check', 'links', 'names'],
    ['set', 'BACKEND_PORT', '9000'],
    ['generate', '--stdout', 'compose'],
  ],
)

test('whatever a Compose file holds, it is followed or it is said what is wrong', { timeout: GUARD }, async () => {
  const schema = { $stack: { targets: { compose: 'docker-compose.yml' } }, ...SMALL_SCHEMA }
  const root = project({})
  await holds(
    fc.asyncProperty(fc.oneof(composeText, bytes), composeVerbs, async (text, verb) => {
      refill(root, { 'schema/index.json': schema, 'docker-compose.yml': filled(text) })
      await ends(root, verb)
    }),
  )
})

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['print', 'get', 'explain', 'set', 'unset', 'generate', 'check', 'status', 'free', 'audit', 'help', 'exec'],
      ...['BACKEND_PORT', 'BACKEND_URL', 'core', 'core.backend', 'core.url', 'URL', 'backend', '9000', '-1', '', ' '],
      ...['--root', '--mode', '--set', '--json', '--reveal', '--help', '--version', '-h', '--', '-', '---', '-j'],
      ...['--no-'],
      ...['--root=.', '--root=/', '--mode=production', '--mode=../x', '--set=BACKEND_PORT=1', '--set==', '--json=1'],
      ...['--format', '--format=env', '--format=yaml', 'json', 'table', '--plan', '--local', '--in', '.env'],
      ...['--in=.env'],
      ...['../.env', '--check', '--list', '--stdout', '--override', '--force', '--follow', '--strict', '--wait', '1e9'],
      ...['compose', 'python', 'unique', 'names', 'fresh', '--sure', 'high', '--baseline', '--write-baseline', '.'],
      ...['/'],
      ...['__proto__', 'constructor', '--__proto__', '--__proto__=1', '--constructor', '--toString=x'],
      ...['--set=__proto__=1'],
      ...['--hasOwnProperty', 'toString', '--mode', 'test', '--set', 'A=1', '--timeout', '0', '--no-check', 'schema'],
    ),
  },
  hostileText,
  hostileText.map((text) => `--${text}`),
  hostileText.map((text) => `--set=BACKEND_URL=${text}`),
)

test('whatever the arguments are, a verb ends in 0, 1 or 2 and shows no stack', { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (args) => {
      fc.pre(!args.includes('exec') || !args.includes('--'))
      refill(root, { 'schema/index.json': SMALL_SCHEMA, '.env': 'BACKEND_PORT=8204\n' })
      await ends(root, args)
    }),
  )
})

const environment = fc.dictionary(
  fc.oneof(
    fc.constantFrom('BACKEND_PORT', 'BACKEND_URL', 'NODE_ENV', 'PORTOLAN_MODE', 'PORTOLAN_EXPORTED', 'core.backend'),
    fc.constantFrom(
      ...['__proto__', 'constructor', 'hasOwnProperty', '', 'backend_port', 'REACT_APP_BACKEND_URL', 'NO_COLOR'],
    ),
    hostileText,
  ),
  fc.oneof(fc.constantFrom('production', 'test', 'local', '../x', '9000', 'http://a:1/${X}'), hostileText),
  { maxKeys: 6 },
)

test('whatever the environment holds, a verb gives a value or says what is wrong', { timeout: GUARD }, async () => {
  const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env.production': 'BACKEND_PORT=8204\n' })
  await holds(fc.asyncProperty(environment, readingVerbs, (env, verb) => ends(root, verb, env)))
})

const record = fc.oneof(
  hostileText,
  fc
    .array(fc.constantFrom('BACKEND_PORT', 'BACKEND_URL', '=', ' ', '__proto__', 'deadbeef', '811c9dc5', '\n', '=='))
    .map((parts) => parts.join('')),
)

test('whatever PORTOLAN_EXPORTED holds, it turns no value into another', { timeout: GUARD }, async () => {
  const root = project({ 'schema/index.json': SMALL_SCHEMA })
  await holds(
    fc.asyncProperty(record, async (text) => {
      const { stdout, code } = await run(root, ['get', 'BACKEND_PORT'], {
        env: { [EXPORTED]: text, BACKEND_PORT: '9000' },
      })
      expect({ stdout, code }).toEqual({ stdout: '9000\n', code: 0 })
    }),
  )
})

const CORPUS = join(REPOSITORY, 'test/audit/corpus')
const snippets = readdirSync(CORPUS).map((name) => readFileSync(join(CORPUS, name), 'utf8').slice(0, 2000))
const CODE = [
  ...['8203', '0x200b', ':8203', 'BACKEND_PORT', 'EXPOSE ', '"', "'", '`', '${', '}', '\n', '/*', '*/', '#', '//'],
  ...['\\'],
  ...['<', '>', '{', '(', ')', '\0', '\ud800', '= ', ': ', '\u2028'],
]
const AUDITED = [
  'a.ts',
  'b.py',
  'c.sh',
  'd.md',
  'e.json',
  '.env.example',
  'compose.yml',
  'Dockerfile',
  'Makefile',
  'a.conf',
]
const tree = fc
  .tuple(...AUDITED.map(() => damaged(fc.constantFrom(...snippets), CODE)))
  .map((texts) => Object.fromEntries(texts.map((text, index) => [AUDITED[index] as string, text])))

test('whatever the files of a project hold, they are audited', { timeout: GUARD }, async () => {
  const root = project({ 'schema/index.json': SMALL_SCHEMA })
  const property = fc.asyncProperty(tree, async (files) => {
    write(root, files)
    await ends(root, ['audit', '--json'])
    await ends(root, ['check', 'names', 'links'])
  })
  await holds(property, AUDITED.length)
})
