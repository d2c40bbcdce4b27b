import { Budget } from '../budget.js'
import { type Dialect, outcomeOf, refusal } from '../dialect.js'
import { unescaped } from './escapes.js'
import { substituted } from './template.js'

const SPACE = '\\t\\v\\f\\r \\x85\\xa0'
const WIDE_SPACE = `${SPACE}\\n\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000`
const BLANK = new RegExp(`[${WIDE_SPACE}]*`, 'y')
const SPACES = new RegExp(`[${SPACE}]*`, 'y')
const NOT_BLANK = new RegExp(`[^${WIDE_SPACE}]`)
const COMMENT = /#[^\n]*/y
const EXPORT = /export[\t\n\f\r ]/y
const KEY = new RegExp(`[${SPACE}_.\\-[\\]\\p{L}\\p{N}]*`, 'uy')

/** Compose 2: the dotenv of compose-go. What it cannot read costs the whole file. */
export const compose: Dialect = {
  name: 'Compose',
  read(source) {
    const text = source.replace(/^\uFEFF/, '')
    const values = new Map<string, string>()
    const cursor: Cursor = { text, at: 0, key: null }
    const budget = new Budget()
    try {
      while (toStatement(cursor)) readStatement(cursor, values, budget)
    } catch {
      return refusal(cursor.key === null ? [] : [cursor.key])
    }
    return outcomeOf(values)
  },
}

interface Cursor {
  readonly text: string
  at: number
  /** The key on this line that was read last. */
  key: string | null
}

class Unreadable extends Error {}

function skip(pattern: RegExp, cursor: Cursor): void {
  pattern.lastIndex = cursor.at
  if (pattern.test(cursor.text)) cursor.at = pattern.lastIndex
}

/** Goes on to the next statement; false at the end. */
function toStatement(cursor: Cursor): boolean {
  for (;;) {
    const from = cursor.at
    skip(BLANK, cursor)
    if (cursor.text.slice(from, cursor.at).includes('\n')) cursor.key = null
    if (cursor.text[cursor.at] !== '#') return cursor.at < cursor.text.length
    skip(COMMENT, cursor)
  }
}

/** `KEY=value` or `KEY: value`; a key alone is left to the environment. */
function readStatement(cursor: Cursor, values: Map<string, string>, budget: Budget): void {
  EXPORT.lastIndex = cursor.at
  if (EXPORT.test(cursor.text)) {
    cursor.at += 'export'.length
    skip(SPACES, cursor)
    if (cursor.at === cursor.text.length) throw new Unreadable()
  }
  const start = cursor.at
  skip(KEY, cursor)
  const separator = cursor.text[cursor.at]
  if (separator === undefined) return
  const key = withoutTrailing(cursor.text.slice(start, cursor.at))
  if (!'=:\n'.includes(separator) || key.includes(' ')) throw new Unreadable()
  cursor.at += 1
  if (separator === '\n') return
  cursor.key = key
  skip(SPACES, cursor)
  values.set(key, readValue(cursor, values, budget))
}

function readValue(cursor: Cursor, values: ReadonlyMap<string, string>, budget: Budget): string {
  const quote = cursor.text[cursor.at]
  if (quote === "'") return readQuoted(cursor, quote)
  if (quote === '"') return substituted(unescaped(readQuoted(cursor, quote)), values, budget)
  const lineEnd = cursor.text.indexOf('\n', cursor.at)
  const line = cursor.text.slice(cursor.at, lineEnd < 0 ? undefined : lineEnd)
  cursor.at += line.length
  return substituted(withoutTrailing(line.split(' #', 1)[0] ?? ''), values, budget)
}

/** A backslash keeps a quote from closing, and goes with it; before anything else it stays. */
function readQuoted(cursor: Cursor, quote: string): string {
  const pieces: string[] = []
  let start = cursor.at + 1
  for (let at = start; at < cursor.text.length; at++) {
    const character = cursor.text[at]
    if (character === quote) {
      pieces.push(cursor.text.slice(start, at))
      cursor.at = at + 1
      return pieces.join('')
    }
    if (character !== '\\') continue
    at += 1
    if (cursor.text[at] !== quote) continue
    pieces.push(cursor.text.slice(start, at - 1))
    start = at
  }
  throw new Unreadable()
}

function withoutTrailing(text: string): string {
  let end = text.length
  while (end > 0 && !NOT_BLANK.test(text[end - 1] ?? '')) end -= 1
  return text.slice(0, end)
}
