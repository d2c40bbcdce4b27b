import fc from 'fast-check'
import { expect, test } from 'vitest'
import { project, write } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'
import { run } from '../support/run.js'

/** Sensitive settings of every kind of format, and open ones that may be made of them. */
const SCHEMA = `
  const sensitive = true
  const refuse = (value) => { throw new Error('no such thing as ' + value) }
  const open = (env, format, fallback) => ({ doc: 'open', format, default: fallback, env })
  const secret = (env, format, fallback) => ({ doc: 'secret', format, default: fallback, env, sensitive })
  export default {
    open: {
      port: open('OPEN_PORT', 'port', 8203),
      text: open('OPEN_TEXT', 'String', 'x'),
      made: { ...open('OPEN_MADE', 'String', 'http://\${SECRET_TEXT}@\${OPEN_PORT}'), maker: 'text' },
      choice: open('OPEN_CHOICE', ['a', 'b'], 'a'),
      handed: { ...open('OPEN_HANDED', 'String', 'x'), public: true },
      custom: open('OPEN_CUSTOM', (value) => value === 'x' || refuse(value), 'x'),
    },
    secret: {
      text: secret('SECRET_TEXT', 'String', ''),
      port: secret('SECRET_PORT', 'port', 9999),
      number: secret('SECRET_NUMBER', Number, 1),
      flag: secret('SECRET_FLAG', Boolean, false),
      choice: secret('SECRET_CHOICE', ['a', 'b'], 'a'),
      url: secret('SECRET_URL', 'portolan:url', 'http://h'),
      host: secret('SECRET_HOST', 'portolan:host', 'h'),
      list: secret('SECRET_LIST', Array, []),
      object: secret('SECRET_OBJECT', Object, {}),
      pattern: secret('SECRET_PATTERN', RegExp, 'x'),
      custom: secret('SECRET_CUSTOM', (value) => value === 'x' || refuse(value), 'x'),
    },
  }
`
const OPEN = ['PORT', 'TEXT', 'MADE', 'CHOICE', 'HANDED', 'CUSTOM'].map((name) => `OPEN_${name}`)
const SENSITIVE = [
  ...['TEXT', 'PORT', 'NUMBER', 'FLAG', 'CHOICE', 'URL', 'HOST', 'LIST', 'OBJECT', 'PATTERN', 'CUSTOM'],
].map((name) => `SECRET_${name}`)
const FILES = ['.env.defaults', '.env', '.env.local', '.env.production', '.env.production.local']
const PLACES = [...FILES, 'environment', 'flag']

const secrets = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
  minLength: 16,
  maxLength: 16,
})

/** What a person may have written around a secret, as a value. `S` stands for it. */
const values = fc.constantFrom(
  ...['S', ' S ', 'S x', '"S"', "'S'", '`S`', '"S', "S'", "'S", '`S', '"S" x', 'S"', '"S # "', '"a\nS"', '"\nS\n"'],
  ...['${S', 'x${S', '${S}', '${-S}', '$${S}', '${NONE:?S}', '${NONE:-S}', '${NONE-S}', '${S:?x}'],
  ...[
    '${OPEN_TEXT}S',
    '${SECRET_TEXT}S',
    '$S',
    '\\S',
    'http://u:S@h',
    'http://u:S@h:x',
    'tcp://S:6379',
    '[S',
    '{"a": "S"}',
  ],
  ...['{"a": S', 'S\u2028S', 'S\x1b', '1S', '0xS', '::S', '(S', '-----BEGIN KEY-----\nS\n-----END KEY-----'],
)

/** What may stand in an open setting and lead to a secret. */
const references = fc.constantFrom(
  ...SENSITIVE.map((name) => `\${${name}}`),
  ...[
    '${OTHER_TOKEN}',
    'x${OTHER_TOKEN:-y}',
    '${OTHER_TOKEN:?z}',
    '${OPEN_MADE}',
    '${OPEN_TEXT}',
    '${secret.text}',
    '${NONE:-${OTHER_TOKEN}}',
  ],
)

/** Lines that are no assignments. */
const garbage = fc.constantFrom(
  'S',
  'S S',
  'SECRET_TEXT S',
  'OTHER S',
  'export SECRET_TEXT S',
  '=S',
  ': S',
  '"S"',
  '-S x',
  'SECRET_TEXT:S',
)

const place = fc.constantFrom(...PLACES)
const texts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ place, name: fc.constantFrom(...SENSITIVE, 'OTHER_TOKEN'), text: values }),
    },
    { weight: 3, arbitrary: fc.record({ place, name: fc.constantFrom(...OPEN), text: references }) },
    {
      weight: 1,
      arbitrary: fc.record({ place: fc.constantFrom(...FILES), name: fc.constant(null), text: garbage }),
    },
  ),
  { minLength: 1, maxLength: 8 },
)

/** How many calls are made in one try, at least. */
const CALLS = 3
const calls = [
  ...['table', 'json', 'env', 'yaml', 'shell'].map((format) => ['print', '--format', format]),
  ...[...OPEN, ...SENSITIVE].map((name) => ['get', name]),
  ...[...OPEN, ...SENSITIVE].map((name) => ['print', name, '--format', 'env']),
  ['get', '--json', ...OPEN, ...SENSITIVE],
  ['explain', ...OPEN, ...SENSITIVE],
  ['explain', '--json', ...OPEN, ...SENSITIVE],
  ['print', 'secert'],
  ['get', 'SECRET_TXT'],
  ['help', 'print'],
]

test(
  'without --reveal nothing that is printed holds a secret, wherever it stands',
  async () => {
    const root = project({ 'schema/index.ts': SCHEMA })
    await holds(
      fc.asyncProperty(
        secrets,
        texts,
        fc.shuffledSubarray(calls, { minLength: CALLS, maxLength: 6 }),
        async (secret, written, made) => {
          // An empty file is looked at twice: it may be about to be filled.
          const files: Record<string, string> = Object.fromEntries(FILES.map((path) => [path, '#\n']))
          const env: Record<string, string> = {}
          const flags = ['--mode', 'production']
          for (const { place, name, text } of written) {
            const value = text.replaceAll(/(?<![A-Z_])S(?![A-Z_])/g, secret)
            if (place === 'environment') env[name ?? ''] = value
            else if (place !== 'flag') files[place] += name === null ? `${value}\n` : `${name}=${value}\n`
            else if (name !== null && name !== 'OTHER_TOKEN') flags.push('--set', `${name}=${value}`)
          }
          write(root, files)
          for (const call of made) {
            const { stdout, stderr } = await run(root, [...flags, ...call], { env })
            expect(stdout + stderr).not.toContain(secret)
          }
        },
      ),
      CALLS,
    )
  },
  GUARD,
)

test('with --reveal it is shown', async () => {
  const root = project({ 'schema/index.ts': SCHEMA, '.env': 'SECRET_TEXT=abcdefghijklmnop\n' })
  expect((await run(root, ['--reveal', 'get', 'SECRET_TEXT'])).stdout).toBe('abcdefghijklmnop\n')
  expect((await run(root, ['--reveal', 'print'])).stdout).toContain('abcdefghijklmnop')
})
