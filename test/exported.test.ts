import { describe, expect, test } from 'vitest'
import { digest, formatExported, inheritedIn } from '../src/exported.js'

describe('the digest is FNV-1a, 32 bits, of the UTF-8 bytes', () => {
  test.each([
    ['', '811c9dc5'],
    ['a', 'e40c292c'],
    ['b', 'e70c2de5'],
    ['foobar', 'bf9cf968'],
    ['hello', '4f9f2cab'],
    ['chongo was here!\n', 'd49930d5'],
  ])('of %j it is %s', (value, expected) => {
    expect(digest(value)).toBe(expected)
  })

  test('a text beyond ASCII counts by its bytes, not its characters', () => {
    expect(digest('ü')).toBe(digest(Buffer.from([0xc3, 0xbc]).toString()))
    expect(digest('ü')).not.toBe(digest('\u00c3\u00bc'))
  })
})

describe('an environment tells which of its values were handed on', () => {
  const env = {
    PORTOLAN_EXPORTED: formatExported(
      new Map([
        ['KEPT', 'a=b c'],
        ['CHANGED', 'old'],
        ['GONE', 'x'],
        ['EMPTY', ''],
      ]),
    ),
    KEPT: 'a=b c',
    CHANGED: 'new',
    EMPTY: '',
    OTHER: 'x',
  }

  test.each([
    ['KEPT', true],
    ['EMPTY', true],
    ['CHANGED', false],
    ['GONE', false],
    ['OTHER', false],
    ['constructor', false],
  ])('%s: %s', (name, expected) => {
    expect(inheritedIn(env)(name)).toBe(expected)
  })

  test.each(['', ' ', '=', 'KEPT', 'KEPT=', '=811c9dc5', 'KEPT=zz  ', '\0'])(
    'a record that makes no sense, %j, marks nothing',
    (record) => {
      expect(inheritedIn({ ...env, PORTOLAN_EXPORTED: record })('KEPT')).toBe(false)
    },
  )

  test('a name with white space or "=" does not break the record of the others', () => {
    const record = formatExported(
      new Map([
        ['A B', '1'],
        ['A=B', '2'],
        ['C', '3'],
      ]),
    )
    expect(record).toBe(`C=${digest('3')}`)
  })
})
