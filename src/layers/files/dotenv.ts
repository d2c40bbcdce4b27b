import type { Assignment } from '../../model.js'

/** A text that dotenv would pass over in silence. `key` is known for an unterminated quote. */
export interface Fault {
  readonly kind: 'unterminated' | 'garbage'
  readonly key: string | null
  readonly quote: string
  readonly line: number
  readonly column: number
  readonly sourceLine: string
}

export interface Parsed {
  readonly assignments: readonly Assignment[]
  readonly faults: readonly Fault[]
}

interface Scanned {
  readonly text: string
  readonly start: number
  /** Behind the value as it is written. */
  readonly valueEnd: number
  /** Where reading goes on: for a bare value behind the white space that follows it. */
  readonly end: number
  readonly quote: string
  readonly closed: boolean
}

// Each pattern that is used takes V8 some 10 microseconds of a start, so that most files do without most of them.
const BLANK = /\s*/y
const NAME = /[\w.-]+/y
const EXPORT = /export\s+/y
const ASSIGN = /\s*=/y
const YAML_ASSIGN = /:\s/y
const BARE = /[^#\n]+/y
const REST = /\s*(?:#.*)?$/my
const QUOTES = '\'"`'
const LINE_END = /[\n\u2028\u2029]/g

/** How many lines a .env text has; a line break at its end begins no other. */
export function countLines(source: string): number {
  const text = normalized(source)
  const breaks = text.match(LINE_END)?.length ?? 0
  return /[\n\u2028\u2029]$/.test(text) ? breaks : breaks + 1
}

/** A text as it is read: without a byte order mark, and each line break one character. */
export function normalized(source: string): string {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** The end of a match of a pattern, which is sticky or looks for the first one from an offset on; -1 without any. */
function after(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Where the next line begins, or the text's end. */
function nextLine(text: string, offset: number): number {
  const end = after(LINE_END, text, offset)
  return end < 0 ? text.length : end
}

/**
 * Reads a .env text as dotenv 16.6.1 does, keeping where each value stands, and reporting the two things that dotenv
 * passes over: a quote that is not closed, and a line that is no assignment, blank or comment. Takes time in
 * proportion to the text's length.
 */
export function parseDotenv(source: string): Parsed {
  const text = normalized(source)
  const lineAt = lineCounter(text)
  const assignments: Assignment[] = []
  const faults: Fault[] = []
  let offset = 0
  while (offset < text.length) {
    const start = after(BLANK, text, offset)
    if (start >= text.length) break
    if (text[start] === '#') {
      offset = nextLine(text, start)
      continue
    }
    const { line, column, sourceLine } = lineAt(start)
    const head = readHead(text, start)
    if (head === null) {
      faults.push({ kind: 'garbage', key: null, quote: '', line, column, sourceLine })
      offset = nextLine(text, start)
      continue
    }
    const value = readValue(text, head.end)
    const place = lineAt(value.start)
    offset = nextLine(text, value.end)
    if (value.closed) {
      assignments.push({
        key: head.key,
        value: value.text,
        line,
        column: place.line === line ? place.column : column,
        endLine: lineAt(Math.max(value.end - 1, value.start)).line,
        literal: value.quote === "'",
        sourceLine,
        span: { start, valueStart: onLine(text, head.end, value.start), valueEnd: value.valueEnd, end: offset },
      })
    } else {
      faults.push({ kind: 'unterminated', key: head.key, quote: value.quote, ...place })
    }
  }
  return { assignments, faults }
}

/** An offset, or an earlier one where a line ends between the two. */
function onLine(text: string, earlier: number, offset: number): number {
  return text.slice(earlier, offset).includes('\n') ? earlier : offset
}

/** The key and its separator: `KEY=`, `export KEY =`, `KEY: `. */
function readHead(text: string, start: number): { key: string; end: number } | null {
  const exported = text.startsWith('export', start) ? after(EXPORT, text, start) : -1
  for (const keyStart of exported < 0 ? [start] : [exported, start]) {
    const keyEnd = after(NAME, text, keyStart)
    if (keyEnd < 0) continue
    const end = after(text[keyEnd] === ':' ? YAML_ASSIGN : ASSIGN, text, keyEnd)
    if (end >= 0) return { key: text.slice(keyStart, keyEnd), end }
  }
  return null
}

function readValue(text: string, offset: number): Scanned {
  const start = after(BLANK, text, offset)
  const quote = text[start] ?? ''
  if (quote !== '' && QUOTES.includes(quote)) {
    const end = closingQuote(text, start, quote)
    if (end > 0) {
      const inner = text.slice(start + 1, end - 1)
      return { text: quote === '"' ? withLineBreaks(inner) : inner, start, valueEnd: end, end, quote, closed: true }
    }
  }
  const bareEnd = after(BARE, text, offset)
  if (bareEnd < 0) return { text: '', start: offset, valueEnd: offset, end: offset, quote: '', closed: true }
  return readBare(text.slice(offset, bareEnd), offset)
}

/** A value without a matching pair of quotes; dotenv strips a pair that happens to enclose it all the same. */
function readBare(raw: string, offset: number): Scanned {
  const trimmed = raw.trim()
  const start = trimmed === '' ? offset : offset + (raw.length - raw.trimStart().length)
  const first = trimmed[0] ?? ''
  const quote = first !== '' && QUOTES.includes(first) ? first : ''
  const stripped = hasQuote(trimmed) ? trimmed.replace(/^(["'`])([\s\S]*)\1$/gm, '$2') : trimmed
  return {
    text: quote === '"' ? withLineBreaks(stripped) : stripped,
    start,
    valueEnd: start + trimmed.length,
    end: offset + raw.length,
    quote,
    closed: quote === '' || trimmed.indexOf(quote, 1) > 0,
  }
}

/**
 * The offset behind the closing quote, or -1. A quote behind a backslash closes only where no later one can, and a
 * quote closes only where nothing but a comment follows it on its line: dotenv's rules.
 */
function closingQuote(text: string, start: number, quote: string): number {
  const candidates: number[] = []
  for (let at = text.indexOf(quote, start + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    candidates.push(at + 1)
    if (text[at - 1] !== '\\') break
  }
  return candidates.reverse().find((end) => after(REST, text, end) >= 0) ?? -1
}

function hasQuote(text: string): boolean {
  return text.includes('"') || text.includes("'") || text.includes('`')
}

function withLineBreaks(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\r', '\r')
}

/** Finds lines for offsets that never go back before the line last asked for. */
function lineCounter(text: string) {
  let line = 0
  let start = 0
  let end = -1
  return (offset: number) => {
    while (end < offset) {
      start = end + 1
      line += 1
      LINE_END.lastIndex = start
      end = LINE_END.exec(text)?.index ?? text.length
    }
    return { line, column: offset - start + 1, sourceLine: text.slice(start, end) }
  }
}
