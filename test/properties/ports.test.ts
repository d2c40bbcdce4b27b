import { parse } from 'dotenv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError, defineSchema, load, port, url } from '../../src/index.js'
import { hostileText } from '../printers/hostile.js'
import { project, write } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'
import { run } from '../support/run.js'

/** Texts that some reader takes for a port: around the limits, in other digits and notations, with something beside. */
const number = fc.oneof(
  fc.integer({ min: 0, max: 70_000 }).map(String),
  fc.constantFrom(
    ...['0', '1', '65535', '65536', '8203', '9007199254740993', '1e3', '8e3', '0x2000', '0b11', '0o17', 'NaN'],
  ),
  fc.constantFrom('８２０３', '٨٢٠٣', '८२०३', '৪৫৬', '²', '8२03', 'Ⅷ', '1_000', '8,203', '8203.0', '0.1e5', '.5', '5.'),
  fc.double().map(String),
  fc.bigInt().map(String),
)
const beside = fc.constantFrom(
  ...['', '', '', ' ', '\t', '\n', '\r', '\0', '\u00a0', '\ufeff', '\u200b', '\u2028', '\u202e', '\u0085', '\u3000'],
  ...['\v'],
  ...['+', '-', '0', '00', 'x', '/tcp', '-8210', ';rm -rf /', ':80', ',', '.', '.0', 'n', 'e0', '"', "'", '#', ' #1'],
  ...['\\', '$', '---'],
)
const text = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(beside, number, beside).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.json() },
)

const leaf = fc.constantFrom(
  port('P', 8203, ''),
  port('P', null, '', { nullable: true }),
  port('P', 0, ''),
  port('P', 8203, '', { allowZero: true }),
  port('P', 8203, '', { count: 10, role: 'udp' }),
  { format: 'port', default: 8203, env: 'P' },
  { format: 'port', default: '8203', env: 'P' },
  { format: 'port', default: null, env: 'P', nullable: true },
)

/** What a schema with a port and a URL made of it comes to; null where it is refused. */
function loaded(core: object, root: string, options: object): Readonly<Record<string, unknown>> | null {
  const schema = defineSchema({ core: { port: core, url: url('U', 'http://h:${P}', '') } })
  try {
    return load(schema, { root, env: {}, ...options }) as Record<string, unknown>
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

/** A text is a port as it stands, or none at all; the empty text is no text. */
function expectSameText(config: ReturnType<typeof loaded>, given: string | undefined): void {
  if (config === null || given === undefined || given === '') return
  expect(config.P).toBe(Number(given))
  expect(String(config.P)).toBe(given)
  expect(config.U).toBe(`http://h:${given}`)
}

test('a text from the environment or a flag is the port that it says, or refused', { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    fc.property(leaf, text, fc.constantFrom('env', 'set'), (core, given, layer) => {
      expectSameText(loaded(core, root, { [layer]: { P: given } }), given)
    }),
  )
})

test('a text from the arguments of a caller is the port that it says, or refused', { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    fc.property(text, fc.boolean(), (given, isOne) => {
      const argv = isOne ? [`--port=${given}`] : ['--port', given]
      const config = loaded(port('P', 8203, '', { arg: 'port' }), root, { argv })
      // convict's reader of arguments takes away quotes around a value.
      expectSameText(config, given.replace(/^(["'])(.*)\1$/s, '$2'))
    }),
  )
})

test('a value in a file is the port that dotenv reads there, or refused', { timeout: GUARD }, async () => {
  const root = project({})
  const line = fc.tuple(
    fc.constantFrom('P=', 'export P=', 'P: ', 'P = ', 'A=1\nP=', 'P=1\nP='),
    fc.constantFrom('', '"', "'", '`', ' '),
    text,
    fc.constantFrom('', '\n', '\r\n', ' # c', '\nA=2\n'),
  )
  await holds(
    fc.property(leaf, line, (core, [head, quote, given, end]) => {
      const file = `${head}${quote}${given}${quote}${end}`
      write(root, { '.env': file })
      expectSameText(loaded(core, root, {}), parse(file).P)
    }),
  )
})

test('a default in the schema is the port that it says, or refused', { timeout: GUARD }, async () => {
  const root = project({})
  const value = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.jsonValue(), fc.bigInt(), fc.constant(8203))
  await holds(
    fc.property(value, fc.boolean(), (fallback, made) => {
      const config = loaded({ format: 'port', default: fallback, env: 'P', ...(made && { maker: 'port' }) }, root, {})
      if (config === null || config.P === null) return
      expect(config.P).toSatisfy((port) => Number.isInteger(port) && port >= 0 && port <= 65_535)
      expect(String(config.P)).toBe(String(fallback))
    }),
  )
})

test('a port that is accepted is printed in every form as it was written', { timeout: GUARD }, async () => {
  const schema = { core: { port: { doc: '', format: 'port', default: 8203, env: 'P' } } }
  const root = project({ 'schema/index.json': schema })
  const forms: readonly (readonly [string[], (text: string) => string])[] = [
    [['get', 'P'], (given) => `${given}\n`],
    [['print', '--format', 'env'], (given) => `P=${given}\n`],
    [['print', '--format', 'shell'], (given) => `export P='${given}'\n`],
    [['print', '--format', 'yaml'], (given) => `P: ${given}\n`],
  ]
  await holds(
    fc.asyncProperty(text, fc.constantFrom(...forms), async (given, [args, form]) => {
      const { code, stdout } = await run(root, args, { env: { P: given } })
      expect([0, 1]).toContain(code)
      expect(stdout).toBe(code === 1 ? '' : form(given === '' ? '8203' : given))
    }),
  )
})
