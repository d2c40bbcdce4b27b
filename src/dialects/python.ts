import { Budget, Exhausted } from './budget.js'
import { CONTROLS } from './controls.js'
import { type Dialect, outcomeOf, refusal } from './dialect.js'

/** White space as Python tells it, other than the line break. */
const SPACE = '\\t\\v\\f\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const BLANK = new RegExp(`[\\n${SPACE}]*`, 'y')
const SPACES = new RegExp(`[${SPACE}]*`, 'y')
const EXPORT = new RegExp(`export[${SPACE}]+`, 'y')
const QUOTED_KEY = /'([^']+)'/y
const KEY = new RegExp(`[^=#\\n${SPACE}]+`, 'y')
const COMMENT = new RegExp(`[${SPACE}]*#[^\\n]*`, 'y')
const LINE_END = new RegExp(`[${SPACE}]*(?:\\n|$)`, 'y')
const REST = /[^\n]*\n?/y
const COMMENT_IN_VALUE = new RegExp(`[${SPACE}]#`)
const TRAILING = new RegExp(`[^${SPACE}]`)
const IN_DOUBLE = /\\[\\'"abfnrtv]/g
const IN_SINGLE = /\\[\\']/g

/** A statement; its value is null where there is no `=`. */
interface Statement {
  readonly key: string
  readonly value: string | null
}

/** python-dotenv 1.2. Compose 1 uses it too, an older one. */
export const python: Dialect = {
  name: 'python-dotenv',
  read(source) {
    const values = new Map<string, string | null>()
    const budget = new Budget()
    for (const { key, value } of statementsOf(source.replace(/\r\n?/g, '\n'))) {
      try {
        values.set(key, value === null ? null : expanded(value, values, budget))
      } catch (error) {
        if (error instanceof Exhausted) return refusal([key])
        throw error
      }
    }
    return outcomeOf(Array.from(values).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])))
  },
}

function statementsOf(text: string): Statement[] {
  const statements: Statement[] = []
  const cursor = { text, at: 0 }
  while (cursor.at < text.length) {
    take(BLANK, cursor)
    if (cursor.at >= text.length) break
    const statement = readStatement(cursor)
    if (statement !== null) statements.push(statement)
  }
  return statements
}

interface Cursor {
  readonly text: string
  at: number
}

/** What a sticky pattern finds at the cursor, which it then stands behind; null where it finds nothing. */
function take(pattern: RegExp, cursor: Cursor): RegExpExecArray | null {
  pattern.lastIndex = cursor.at
  const match = pattern.exec(cursor.text)
  if (match !== null) cursor.at = pattern.lastIndex
  return match
}

/** Null for a comment, and for what cannot be read, which costs the rest of its line. */
function readStatement(cursor: Cursor): Statement | null {
  take(EXPORT, cursor)
  if (cursor.text[cursor.at] === '#') {
    take(REST, cursor)
    return null
  }
  const quotedKey = cursor.text[cursor.at] === "'"
  const key = take(quotedKey ? QUOTED_KEY : KEY, cursor)?.at(quotedKey ? 1 : 0)
  const value = key === undefined ? undefined : readAssigned(cursor)
  if (key !== undefined && value !== undefined) {
    take(COMMENT, cursor)
    if (take(LINE_END, cursor) !== null) return { key, value }
  }
  take(REST, cursor)
  return null
}

/** The value behind a key: null without a `=`, undefined where its quote is not closed. */
function readAssigned(cursor: Cursor): string | null | undefined {
  take(SPACES, cursor)
  if (cursor.text[cursor.at] !== '=') return null
  cursor.at += 1
  take(SPACES, cursor)
  const quote = cursor.text[cursor.at]
  if (quote === '"' || quote === "'") return readQuoted(cursor, quote)
  const lineEnd = cursor.text.indexOf('\n', cursor.at)
  const line = cursor.text.slice(cursor.at, lineEnd < 0 ? undefined : lineEnd)
  cursor.at += line.length
  return withoutTrailing(line.slice(0, COMMENT_IN_VALUE.exec(line)?.index ?? line.length))
}

function withoutTrailing(text: string): string {
  let end = text.length
  while (end > 0 && !TRAILING.test(text[end - 1] ?? '')) end -= 1
  return text.slice(0, end)
}

/** A quote behind a backslash closes only where no other can; what follows the value is not looked at. */
function readQuoted(cursor: Cursor, quote: string): string | undefined {
  const { text } = cursor
  const start = cursor.at + 1
  let end = -1
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    end = at
    if (text[at - 1] !== '\\' || at === start) break
  }
  if (end < 0) return undefined
  cursor.at = end + 1
  return text.slice(start, end).replace(quote === '"' ? IN_DOUBLE : IN_SINGLE, ([, letter = '']) => {
    return CONTROLS[letter] ?? letter
  })
}

/** `${NAME}` and `${NAME:-text}` by the values above, between single quotes too. */
function expanded(value: string, values: ReadonlyMap<string, string | null>, budget: Budget): string {
  budget.spend(value.length)
  let result = ''
  let done = 0
  let at = value.indexOf('${')
  let stop = -1
  let close = -1
  while (at >= 0) {
    if (close < at) close = value.indexOf('}', at)
    if (close < 0) break
    if (stop < at + 2) stop = firstOf(value, at + 2)
    const hasDefault = value.startsWith(':-', stop)
    const end = hasDefault ? value.indexOf('}', stop) : stop
    if (value[end] !== '}') {
      at = value.indexOf('${', at + 1)
      continue
    }
    const found = values.get(value.slice(at + 2, stop))
    const otherwise = hasDefault ? value.slice(stop + 2, end) : ''
    result += value.slice(done, at) + (found === undefined ? otherwise : (found ?? ''))
    budget.spend(found?.length ?? 0)
    done = end + 1
    at = value.indexOf('${', done)
  }
  return result + value.slice(done)
}

/** Where the next `}` or `:` stands, or the end. */
function firstOf(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '}' && text[at] !== ':') at += 1
  return at
}
