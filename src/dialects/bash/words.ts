import { CONTROLS } from '../controls.js'
import { type Operator, type Parameter, type Part, Stop, type Word } from './script.js'
import { closingParenthesis, unquotedEnd } from './substitutions.js'

const DEEPEST = 100
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const PARAMETER = /[A-Za-z_][A-Za-z0-9_]*|\d+/y
const OPERATOR = /:?[-=+?]/y
const PLAIN = /[^\\'"$`~:{} \t\n;&|<>()]+/y
const PLAIN_IN_DOUBLE = /[^\\"$`}]+/y
const LETTERS: Readonly<Record<string, string>> = {
  ...CONTROLS,
  e: '\x1b',
  E: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/** What ends a stretch of text: a word's end, a closing double quote, or the brace of a parameter. */
type End = 'word' | 'quote' | 'brace'

interface Scan {
  readonly text: string
  at: number
  readonly parts: Part[]
  isQuoted: boolean
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

/**
 * Reads a word. In a value a `~` at its start or behind a `:` is a home folder.
 * @throws Stop where a quote or brace is not closed
 */
export function readWord(text: string, at: number, isValue: boolean): { word: Word; end: number } {
  const scan: Scan = { text, at, parts: [], isQuoted: false }
  readUntil(scan, 'word', false, 0, isValue)
  return { word: { parts: scan.parts, isQuoted: scan.isQuoted }, end: scan.at }
}

/** Reads up to the end of a stretch, which it leaves where it is. */
function readUntil(scan: Scan, end: End, inDouble: boolean, depth: number, isValue: boolean): void {
  if (depth > DEEPEST) throw new Stop('shell')
  const start = scan.at
  for (;;) {
    const { text, at } = scan
    const character = text[at]
    if (character === undefined) {
      if (end === 'word') return
      throw new Stop('failure')
    }
    if (isEnd(character, end)) return
    const isTilde = character === '~' && isValue && (at === start || text[at - 1] === ':')
    const plain = matchAt(inDouble ? PLAIN_IN_DOUBLE : PLAIN, text, at)
    if (plain !== null) add(scan, plain, plain.length)
    else if (isTilde) addLack(scan, 'shell', 1)
    else readSpecial(scan, character, inDouble, depth)
  }
}

function isEnd(character: string, end: End): boolean {
  if (end === 'quote') return character === '"'
  return end === 'brace' ? character === '}' : ' \t\n;&|<>()'.includes(character)
}

function add(scan: Scan, text: string, length: number): void {
  scan.parts.push(text)
  scan.at += length
}

function addLack(scan: Scan, lack: 'command' | 'shell', length: number): void {
  scan.parts.push({ lack })
  scan.at += length
}

function readSpecial(scan: Scan, character: string, inDouble: boolean, depth: number): void {
  if (character === '\\') readEscape(scan, inDouble)
  else if (character === '"') readDouble(scan, depth)
  else if (character === '$') readDollar(scan, inDouble, depth)
  else if (character === '`') addLack(scan, 'command', unquotedEnd(scan.text, scan.at + 1, '`') - scan.at)
  else if (character === "'" && !inDouble) readSingle(scan)
  else add(scan, character, 1)
}

/**
 * Between double quotes a backslash stands for itself, but before what it could keep from its meaning. One that ends the
 * file stands for itself too, unless single quotes were opened above the last line and closed in it: then bash drops it.
 */
function readEscape(scan: Scan, inDouble: boolean): void {
  const next = scan.text[scan.at + 1]
  if (next === undefined && endsInQuotes(scan.text)) {
    addLack(scan, 'shell', 1)
    return
  }
  const isKept = next === undefined || (inDouble && !'\\"$`\n'.includes(next))
  scan.isQuoted ||= next !== '\n'
  add(scan, isKept ? '\\' : next === '\n' ? '' : next, isKept ? 1 : 2)
}

/** Whether a text of several lines has single quotes in its last one. */
function endsInQuotes(text: string): boolean {
  const lastLine = text.lastIndexOf('\n') + 1
  return lastLine > 0 && text.includes("'", lastLine)
}

function readSingle(scan: Scan): void {
  const close = scan.text.indexOf("'", scan.at + 1)
  if (close < 0) throw new Stop('failure')
  scan.isQuoted = true
  add(scan, scan.text.slice(scan.at + 1, close), close + 1 - scan.at)
}

function readDouble(scan: Scan, depth: number): void {
  scan.isQuoted = true
  scan.at += 1
  readUntil(scan, 'quote', true, depth + 1, false)
  scan.at += 1
}

function readDollar(scan: Scan, inDouble: boolean, depth: number): void {
  const { text, at } = scan
  const next = text[at + 1] ?? ''
  const name = matchAt(NAME, text, at + 1)
  if (text.startsWith('\\\n', at + 1 + (name?.length ?? 0))) throw new Stop('shell')
  if (name !== null) {
    scan.parts.push({ name, word: [] })
    scan.at += 1 + name.length
  } else if (next === '{') readBraced(scan, inDouble, depth)
  else if (next === '(') readParenthesis(scan)
  else if (next === '[') throw new Stop('shell')
  else if (next >= '1' && next <= '9') {
    scan.parts.push({ name: next, word: [] })
    scan.at += 2
  } else if (next !== '' && '0#?$!-@*_'.includes(next)) addLack(scan, 'shell', 2)
  else if (next === "'" && !inDouble) readAnsi(scan)
  else if (next === '"' && !inDouble) scan.at += 1
  else add(scan, '$', 1)
}

/** `$(command)`, or the arithmetic `$((1 + 1))`. */
function readParenthesis(scan: Scan): void {
  const isArithmetic = scan.text.startsWith('((', scan.at + 1)
  addLack(scan, isArithmetic ? 'shell' : 'command', closingParenthesis(scan.text, scan.at + 2) - scan.at)
}

function readBraced(scan: Scan, inDouble: boolean, depth: number): void {
  const { text } = scan
  const name = matchAt(PARAMETER, text, scan.at + 2) ?? ''
  const nameEnd = scan.at + 2 + name.length
  const operator = matchAt(OPERATOR, text, nameEnd) as Operator | null
  const isKnown = name !== '' && (operator !== null || text[nameEnd] === '}')
  const inner: Scan = { text, at: nameEnd + (isKnown ? (operator?.length ?? 0) : 0), parts: [], isQuoted: false }
  readUntil(inner, 'brace', inDouble, depth + 1, false)
  scan.at = inner.at + 1
  const parameter: Parameter = { name, word: inner.parts, ...(operator !== null && { operator }) }
  scan.parts.push(isKnown ? parameter : { lack: isRefused(text, nameEnd, name) ? 'failure' : 'shell' })
}

/** Whether it is clear that a shell refuses it; other substitutions are of patterns, lengths, parts, letters. */
function isRefused(text: string, at: number, name: string): boolean {
  const next = text[at] ?? ''
  return name === '' ? !'/#!?$*@-_\\'.includes(next) : !':#%/^,@[\\'.includes(next)
}

/** `$'text'`, with escapes as in C. */
function readAnsi(scan: Scan): void {
  const { text } = scan
  scan.isQuoted = true
  let at = scan.at + 2
  let read = ''
  for (;;) {
    const character = text[at]
    if (character === undefined) throw new Stop('failure')
    if (character === "'") break
    const letter = text[at + 1] ?? ''
    if (character === '\\' && 'xuUc01234567'.includes(letter)) throw new Stop('shell')
    read += character === '\\' ? (LETTERS[letter] ?? `\\${letter}`) : character
    at += character === '\\' ? 2 : 1
  }
  add(scan, read, at + 1 - scan.at)
}
