import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engineOf } from '../../src/convict.js'
import type { Setting } from '../../src/model.js'
import { evaluateByConvict } from '../../src/resolve/evaluate/by-convict.js'
import { evaluatePlain } from '../../src/resolve/evaluate/plain.js'
import { lookOver } from '../../src/schema/look-over.js'
import { readSettings } from '../../src/schema/settings.js'
import { GUARD, holds } from '../support/properties.js'

const convict = engineOf([]).convict()

type Leaf = Record<string, unknown>

/** What a start does not ask convict about. */
const PLAIN: Leaf[] = [
  ...[8203, '8203', 0, '0'].map((value) => ({ format: 'port', default: value })),
  ...['int', 'integer', 'nat'].map((format) => ({ format, default: 7 })),
  ...[Number, 'Number'].map((format) => ({ format, default: 0.5 })),
  ...[Boolean, 'Boolean'].map((format) => ({ format, default: true })),
  { format: Boolean, default: 'False' },
  ...[String, 'String', '*'].map((format) => ({ format, default: 'text' })),
  ...[Array, 'Array'].map((format) => ({ format, default: ['a', 1, null] })),
  { format: 'Array', default: 'a,b' },
  ...[7, true, 'x'].map((value) => ({ default: value })),
  { format: ['a', 'b'], default: 'a' },
  { format: [1, 2, 8203], default: 1 },
  { format: [true, false], default: false },
  { format: ['a', null], default: null },
  { format: 'portolan:host', default: 'localhost' },
  { format: 'portolan:url', default: 'http://localhost:8203' },
  { format: 'portolan:url', default: 'http://${HOST}:1', maker: 'url' },
  { format: 'portolan:slot', default: 0, stride: 200, count: 10 },
  { format: 'port', default: null },
  { format: 'port', default: null, nullable: true },
  { format: 'port', default: undefined },
  { format: '*', default: null },
  { format: ['a', 'b'], default: null },
]

/** What only convict can tell. */
const OTHERS: Leaf[] = [
  { format: Object, default: {} },
  { default: { a: 1 } },
  { default: ['a'] },
  { format: '*', default: [1] },
  { format: RegExp, default: /x/ },
  { format: 'windows_named_pipe', default: '\\\\.\\pipe\\a' },
  { format: (value: unknown) => expect(value).toBeDefined(), default: 1 },
  { format: [{ a: 1 }], default: 'a' },
]

/** What convict refuses. */
const WRONG: Leaf[] = [
  { format: 'port', default: 65_536 },
  { format: 'port', default: 'x' },
  { format: 'nat', default: -1 },
  { format: 'int', default: 0.5 },
  { format: String, default: 7 },
  { format: Array, default: 7 },
  { format: ['a'], default: 'b' },
  { format: [1, 2, 8203], default: '1' },
  { format: 'portolan:host', default: 'a b' },
]

const text = fc.oneof(
  fc.constantFrom('8203', '65535', '65536', '0', '-1', '1.5', 'true', 'FALSE', 'no', 'a', 'b', 'a,b', '', 'NaN', '1e3'),
  fc.constantFrom('localhost', 'http://localhost:9000', '{"a":[1]}', ' 1', '9000x', 'null'),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string({ unit: 'grapheme' }),
)

function settingsOf(leaves: readonly Leaf[]): readonly Setting[] {
  const schema = Object.fromEntries(leaves.map((leaf, index) => [`k${index}`, index % 2 ? { inner: leaf } : leaf]))
  return readSettings(schema, lookOver(schema, {})).stack.settings
}

/** What both come to, where a start asks only the first. */
function compare(settings: readonly Setting[], texts: ReadonlyMap<Setting, string>) {
  const plain = evaluatePlain(settings, texts)
  if (plain === null) return null
  const known = evaluateByConvict(convict, settings, texts)
  expect(plain.values).toEqual(known.values)
  expect([...plain.refusals.keys()]).toEqual([...known.refusals.keys()])
  return plain
}

describe('what a start says without loading convict is what convict says', () => {
  test.each(PLAIN.map((leaf) => [JSON.stringify({ ...leaf, format: String(leaf.format) }), leaf]))(
    'of the default in %s',
    (_title, leaf) => {
      expect(compare(settingsOf([leaf]), new Map())).not.toBeNull()
    },
  )

  test.each([...OTHERS, ...WRONG].map((leaf) => [String(leaf.format), leaf.default, leaf]))(
    'and where only convict can tell, or has the words, it is asked: %s, %s',
    (_format, _default, leaf) => {
      expect(evaluatePlain(settingsOf([leaf]), new Map())).toBeNull()
    },
  )

  test(
    'of any texts for any leaves',
    async () => {
      const leaf = fc.constantFrom(...PLAIN, ...PLAIN, ...OTHERS, ...WRONG)
      let compared = 0
      await holds(
        fc.property(fc.array(fc.tuple(leaf, fc.option(text)), { minLength: 1, maxLength: 4 }), (given) => {
          const settings = settingsOf(given.map(([one]) => one))
          const texts = new Map(settings.flatMap((one, index) => (given[index]?.[1] ? [[one, given[index][1]]] : [])))
          if (compare(settings, texts) !== null) compared++
        }),
      )
      expect(compared).toBeGreaterThan(50)
    },
    GUARD,
  )
})
