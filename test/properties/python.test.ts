import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineSchema, flag, host, integer, port, text, url } from '../../src/api/makers.js'
import { project } from '../support/project.js'
import { filled, GUARD, runs, seed } from '../support/properties.js'
import { describeWith, has } from '../support/tools.js'
import { type Case, opened, outcomesInPython, outcomesInTypeScript, writeCases } from '../targets/python/rendered.js'

/** How many loads share one Python process. */
const BATCH = 100

const SCHEMA = defineSchema({
  port: port('P', 8203, 'Port'),
  whole: integer('W', 5, 'Number'),
  on: flag('ON', true, 'Flag'),
  host: host('H', 'localhost', 'Host'),
  url: url('U', 'http://${H}:${P}', 'Address', { public: true }),
  text: text('T', 'text', 'Text', { allowEmpty: true }),
  secret: text('S', null, 'Secret', { sensitive: true, nullable: true }),
})

const name = fc.constantFrom('P', 'W', 'ON', 'H', 'U', 'T', 'S', 'X', 'X_KEY', 'PATH', 'a.b')
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
const line = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(name, fc.constantFrom('=', ': ', ' = '), fc.array(value, { maxLength: 4 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('', '#', 'export ', 'P'), fc.constant(' '), fc.array(value)) },
)
const file = fc
  .array(line, { maxLength: 6 })
  .map((lines) => lines.map(([key, mark, parts]) => key + mark + parts.join('')))
const load: fc.Arbitrary<Case> = fc.record({
  files: fc.record({ '.env': file.map(joined), '.env.local': file.map(joined) }),
  env: fc.dictionary(
    name,
    fc.array(value, { maxLength: 3 }).map((parts) => parts.join('')),
    { maxKeys: 2 },
  ),
})

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
