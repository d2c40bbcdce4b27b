import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineSchema, flag, host, integer, port, slot, text, url } from '../../src/api/makers.js'
import { formatExported } from '../../src/exported.js'
import { project } from '../support/project.js'
import { filled, GUARD, runs, seed } from '../support/properties.js'
import { describeWith, has } from '../support/tools.js'
import { type Case, opened, outcomesInPython, outcomesInTypeScript, writeCases } from '../targets/python/rendered.js'

/** How many loads share one Python process. */
const BATCH = 100

const SCHEMA = defineSchema({
  slot: slot('N', 'Copy', { stride: 20_000, count: 5 }),
  port: port('P', 8203, 'Port'),
  other: port('Q', 8300, 'Another', { public: true, allowZero: true }),
  range: port('R', 8400, 'Range', { count: 1000, nullable: true }),
  fixed: port('F', 8500, 'Fixed', { shift: false }),
  whole: integer('W', 5, 'Number'),
  on: flag('ON', true, 'Flag'),
  host: host('H', 'localhost', 'Host'),
  url: url('U', 'http://${H}:${P}/${R}', 'Address', { public: true }),
  text: text('T', 'text', 'Text', { allowEmpty: true }),
  secret: text('S', null, 'Secret', { sensitive: true, nullable: true }),
})

const name = fc.constantFrom('N', 'P', 'Q', 'R', 'F', 'W', 'ON', 'H', 'U', 'T', 'S', 'X', 'X_KEY', 'PATH', 'a.b')
/** Without letters beyond ASCII, which Python reads in a host by an older standard than JavaScript. */
const value = fc.oneof(
  fc.constantFrom('9000', '1', '-3', 'yes', 'a.example', '[::1]', 'http://a:1/b', 'https://u:p@h', 'tcp://a:1', ''),
  fc.constantFrom(
    '${P}',
    '${X}',
    '${X:-${T}}',
    '${X-y}',
    '${X:?why}',
    '$${',
    '${',
    '${S}',
    '${X_KEY}',
    '${T}${T}',
    '}',
  ),
  fc.constantFrom(
    ' ',
    '\t',
    '#',
    '"',
    "'",
    '`',
    '\\n',
    '\\"',
    '\u00a0',
    '\ufeff',
    '\x1c',
    '\x85',
    '\u2028',
    '\n',
    '\r',
  ),
  fc.constantFrom('0', '07', 'x', '@', ':', '/', '%2F', '..', '-', '[', '\u0007', '\u202e'),
)
/** What is about slots, so that a shift comes of most cases and a fault of some. */
const ofSlot = fc.tuple(
  fc.constantFrom('N', 'P', 'Q', 'R', 'X'),
  fc.constant('='),
  fc.constantFrom(
    ...['0', '1', '2', '3', '5', '02', '9000', '45000', '65000', '${N}', '${P}', '${Q}', '${F}', '${X}', '900${N}'],
    ...['${R:-9100}', '${X:-${P}}', '${S}', '${S:-9000}', '${X_KEY:-9000}'],
  ),
)
const line = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(name, fc.constantFrom('=', ': ', ' = '), fc.array(value, { maxLength: 4 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('', '#', 'export ', 'P'), fc.constant(' '), fc.array(value)) },
)
const file = fc
  .array(line, { maxLength: 6 })
  .map((lines) => lines.map(([key, mark, parts]) => key + mark + parts.join('')))
const anything: fc.Arbitrary<Case> = fc.record({
  files: fc.record({ '.env': file.map(joined), '.env.local': file.map(joined) }),
  env: fc.dictionary(
    name,
    fc.array(value, { maxLength: 3 }).map((parts) => parts.join('')),
    { maxKeys: 2 },
  ),
})

const few = fc.array(ofSlot, { maxLength: 4 }).map((lines) => joined(lines.map((parts) => parts.join(''))))
const slots = fc.record(
  { N: fc.constantFrom('0', '1', '2', '4', '5'), P: fc.constantFrom('0', '9000', '60000'), S: fc.constant('x') },
  { requiredKeys: [] },
)
/** Sound files of every layer, in a mode or none; some of the environment is handed on by an outer `exec`. */
const inSlot: fc.Arbitrary<Case> = fc
  .record({
    files: fc.record(
      { '.env.defaults': few, '.env': few, '.env.local': few, '.env.test': few, '.env.test.local': few },
      { requiredKeys: ['.env'] },
    ),
    env: slots,
    mode: fc.constantFrom({}, { NODE_ENV: 'test' }),
    isHandedOn: fc.boolean(),
  })
  .map(({ files, env, mode, isHandedOn }) => {
    const outer = isHandedOn ? { PORTOLAN_EXPORTED: formatExported(new Map(Object.entries(env))) } : {}
    return { files, env: { ...env, ...mode, ...outer } }
  })
const load = fc.oneof(anything, inSlot)

function joined(lines: readonly string[]): string {
  return filled(lines.join('\n'))
}

describeWith('python3', has('python3'), 'the Python module and TypeScript', () => {
  test(
    'agree on any .env file and environment, to the letter of the error',
    () => {
      const stack = opened(SCHEMA, project({}))
      const size = Math.min(BATCH, runs)
      fc.assert(
        fc.property(fc.array(load, { minLength: size, maxLength: size }), (cases) => {
          writeCases(stack, cases)
          const here = outcomesInTypeScript(stack, cases)
          const there = outcomesInPython(stack, cases)
          const differing = here.flatMap((one, index) =>
            same(one, there[index]) ? [] : [{ case: cases[index], TypeScript: one, Python: there[index] }],
          )
          expect(differing.slice(0, 3)).toEqual([])
        }),
        { seed, numRuns: Math.ceil(runs / size), endOnFailure: true },
      )
    },
    GUARD,
  )
})

function same(one: unknown, other: unknown): boolean {
  try {
    expect(other).toEqual(one)
    return true
  } catch {
    return false
  }
}
