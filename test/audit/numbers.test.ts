import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candidatesIn } from '../../src/audit/candidates.js'
import { numbersIn, soughtIn } from '../../src/audit/numbers.js'

const sought = (...ports: number[]) => soughtIn(new Map(ports.map((port) => [port, ['A_PORT']])))
const found = (text: string, ...ports: number[]) => {
  const bytes = Buffer.from(text)
  return candidatesIn('a.txt', bytes, numbersIn(bytes, sought(...ports)))
}

describe('the numbers in a text', () => {
  test.each([
    ['8203', [0]],
    [' 8203 ', [1]],
    ['a:8203/b', [2]],
    ['"8203",8203', [1, 7]],
    ['82038203', []],
    ['18203', []],
    ['08203', []],
    ['8203a', []],
    ['_8203', []],
    ['é8203é', [2]],
    ['11434', [0]],
    ['1143411434', []],
    ['8.203', []],
    ['', []],
  ])('of %j', (text, offsets) => {
    expect(numbersIn(Buffer.from(text), sought(8203, 11434))).toEqual(offsets)
  })

  test('are found wherever a pattern with ASCII word boundaries finds them', () => {
    const words = fc.constantFrom('8203', '80', '11434', '3000', '1', ' ', ':', 'a', '_', 'é', '\n', '820', '00')
    const ports = fc.constantFrom([8203, 11434, 3000], [80, 8203], [1], [65535])
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), ports, (parts, numbers) => {
        const bytes = Buffer.from(parts.join(''))
        const pattern = new RegExp(`(?<![0-9A-Za-z_])(?:${numbers.join('|')})(?![0-9A-Za-z_])`, 'g')
        const expected = [...bytes.toString('latin1').matchAll(pattern)].map(({ index }) => index)
        expect(numbersIn(bytes, sought(...numbers))).toEqual(expected)
      }),
    )
  })
})

describe('a number comes with', () => {
  test('its line and column, the lines above and the line below', () => {
    expect(found('one\r\ntwo\nthree\nfour\nfive 8203\nsix\nseven', 8203)).toEqual([
      {
        path: 'a.txt',
        line: 5,
        column: 6,
        whole: 'five 8203',
        text: 'five 8203',
        at: 5,
        number: '8203',
        before: ['two', 'three', 'four'],
        after: 'six',
      },
    ])
  })

  test('nothing above on the first line, and nothing below on the last', () => {
    expect(found('8203', 8203)).toMatchObject([{ line: 1, column: 1, before: [], after: '' }])
  })

  test('a column in UTF-16 units, which a byte order mark is none of', () => {
    expect(found('\ufeff😀é 8203', 8203)).toMatchObject([{ column: 5, at: 4, text: '😀é 8203' }])
  })

  test('a part of a line that is long', () => {
    const [one] = found(`${'a '.repeat(500)}8203${' b'.repeat(500)}`, 8203)
    expect(one?.text).toHaveLength(400)
    expect(one?.text.slice(one.at, one.at + 4)).toBe('8203')
    expect(one?.column).toBe(1001)
    expect(one?.whole).toHaveLength(2004)
  })

  test('none where the line is longer than people write', () => {
    expect(found(`8203\n${'a '.repeat(2500)}8203\n8203`, 8203).map(({ line }) => line)).toEqual([1, 3])
  })

  test('its own place, of several on a line', () => {
    expect(found('8203 8203', 8203).map(({ column }) => column)).toEqual([1, 6])
  })
})
