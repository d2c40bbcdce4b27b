import { parse } from 'dotenv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Fault, parseDotenv } from '../../src/layers/files/dotenv.js'
import type { Assignment } from '../../src/model.js'
import { GUARD, holds } from '../support/properties.js'

/** Texts that hit the grammar hard: everything that it tells apart, in any order. */
const texts = fc
  .array(
    fc.constantFrom(
      ...['"', "'", '`', '\\', '\\"', "\\'", '\\n', '\\r', '#', '=', ':', ': ', '$', '${K}', '.', '-', 'x', '1'],
      ...['\n', '\r', '\r\n', ' ', '\t', '\u2028', '\u2029', '\u00a0', '\uFEFF', '\0', '\ud800'],
      ...['K', 'B', 'A=', 'K="', "K='", '\nK=', '\nB="', 'export', 'export '],
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''))

/** The last statement of each key, an unterminated quote included. */
function lastStatements(text: string): ReadonlyMap<string, Assignment | Fault> {
  const { assignments, faults } = parseDotenv(text)
  const statements = [...assignments, ...faults].sort((a, b) => a.line - b.line)
  return new Map(statements.flatMap((one) => (one.key === null ? [] : [[one.key, one] as const])))
}

/** The lines of a text as the parser counts them, with their line breaks. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n|\r(?!\n)|\u2028|\u2029)/)
}

test('a text without fault has the keys and values that dotenv finds', { timeout: GUARD }, async () => {
  await holds(
    fc.property(texts, (text) => {
      const { assignments, faults } = parseDotenv(text)
      fc.pre(faults.length === 0)
      expect(Object.fromEntries(assignments.map(({ key, value }) => [key, value]))).toEqual(parse(text))
    }),
  )
})

test('with faults, every key that dotenv finds is found, and has its value unless its own quote is not closed', {
  timeout: GUARD,
}, async () => {
  await holds(
    fc.property(texts, (text) => {
      const theirs = parse(text)
      const ours = lastStatements(text)
      expect([...ours.keys()].sort()).toEqual(Object.keys(theirs).sort())
      for (const [key, statement] of ours) {
        if ('value' in statement) expect(statement.value).toBe(theirs[key])
        else expect(theirs[key]?.[0]).toBe(statement.quote)
      }
    }),
  )
})

test('the lines of an assignment, read alone by dotenv, give its value', { timeout: GUARD }, async () => {
  await holds(
    fc.property(texts, (text) => {
      for (const { key, value, line, endLine } of parseDotenv(text).assignments) {
        const lines = linesOf(text).slice(line - 1, endLine)
        expect(parse(lines.join(''))).toEqual({ [key]: value })
      }
    }),
  )
})

test('a place is one of the text: its line exists, and its column is in it', { timeout: GUARD }, async () => {
  await holds(
    fc.property(texts, (text) => {
      const lines = linesOf(text.replace(/^\uFEFF/, ''))
      const { assignments, faults } = parseDotenv(text)
      for (const { line, column, sourceLine } of [...assignments, ...faults]) {
        expect(sourceLine).toBe(lines[line - 1]?.replace(/[\r\n\u2028\u2029]+$/, ''))
        expect(column).toBeGreaterThan(0)
        expect(column).toBeLessThanOrEqual(sourceLine.length + 1)
      }
      for (const { quote, column, sourceLine } of faults) expect(sourceLine.slice(column - 1)).toMatch(quote)
    }),
  )
})

test('any text at all is parsed', { timeout: GUARD }, async () => {
  await holds(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(Object.keys(parseDotenv(text))).toEqual(['assignments', 'faults'])
    }),
  )
})
