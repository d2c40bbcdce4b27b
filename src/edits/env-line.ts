import { normalized, type Parsed, parseDotenv } from '../layers/files/dotenv.js'
import type { Assignment } from '../model.js'
import { writeEnv } from '../printers/env.js'

/** A reader refuses the file, or the file cannot hold it. */
const NEVER = /[\0\p{Cs}]/u
const PLAIN_TEMPLATE = /^(?:[A-Za-z0-9_./:@%+,-]|\$\{[A-Za-z0-9_.]+\})+$/

/**
 * The text of a .env file with a value for a key: in the place of the one that counts, or else on a line of its own at
 * the end. Every other byte stays.
 * @param text null for a file that is not there
 * @param value as the grammar means it: `${NAME}` is a reference, `$${` a literal `${`
 * @returns null where no text has that value, for all readers alike if nothing in it is a reference
 */
export function setLine(text: string | null, name: string, value: string): string | null {
  const source = text ?? ''
  const before = parseDotenv(source)
  for (const written of waysToWrite(name, value)) {
    const edited = withValue(source, before, name, written)
    const after = parseDotenv(edited)
    const counts = inForce(after, name)
    const isRead = counts?.value === value && !(counts.literal && value.includes('${'))
    if (isRead && saysTheSame(before, after, name)) return edited
  }
  return null
}

/**
 * The text of a .env file without any assignment of a key, since an earlier one would come to count.
 * @returns null where there is none, or where the rest would mean something else without it
 */
export function removeLine(text: string, name: string): string | null {
  const before = parseDotenv(text)
  const spans = before.assignments.filter(({ key }) => key === name).map(({ span }) => span)
  if (spans.length === 0) return null
  const at = placesIn(text)
  const edited = spans.reduceRight(
    (rest, { start, end }) => rest.slice(0, at(lineStart(text, start))) + rest.slice(at(end)),
    text,
  )
  return saysTheSame(before, parseDotenv(edited), name) ? edited : null
}

/** A value as a file may have it, the best way first. */
function waysToWrite(name: string, value: string): string[] {
  if (NEVER.test(value)) return []
  if (!value.includes('${')) {
    const line = writeEnv(name, value)
    return line === null ? [] : [line.slice(name.length + 1)]
  }
  const quoted = `"${value}"`
  return PLAIN_TEMPLATE.test(value) || /["\\]/.test(value) ? [value, quoted] : [quoted, value]
}

/** The assignment of a key that counts: the last, unless a quote of the same key stands open below it. */
function inForce({ assignments, faults }: Parsed, name: string): Assignment | null {
  const last = assignments.findLast(({ key }) => key === name)
  const open = faults.findLast(({ key }) => key === name)
  return last === undefined || (open !== undefined && open.line > last.line) ? null : last
}

function withValue(source: string, before: Parsed, name: string, written: string): string {
  const counts = inForce(before, name)
  if (counts === null) return withLine(source, `${name}=${written}`)
  const at = placesIn(source)
  const { valueStart, valueEnd } = counts.span
  const rest = source.slice(at(valueEnd))
  // Some readers take a # for a part of the value where no space stands before it.
  return source.slice(0, at(valueStart)) + written + (rest.startsWith('#') ? ' ' : '') + rest
}

function withLine(source: string, line: string): string {
  const lineBreak = /\r?\n|\r/.exec(source)?.[0] === '\r\n' ? '\r\n' : '\n'
  const isEnded = /(?:^\uFEFF?|[\r\n])$/.test(source)
  return `${source}${isEnded ? '' : lineBreak}${line}${lineBreak}`
}

/** Whether two texts agree on all that is not an assignment of a key, their mistakes included. */
function saysTheSame(one: Parsed, other: Parsed, name: string): boolean {
  const said = ({ assignments, faults }: Parsed) =>
    JSON.stringify([
      assignments.filter(({ key }) => key !== name).map(({ key, value, literal }) => [key, value, literal]),
      faults.map(({ kind, key, sourceLine }) => [kind, key, sourceLine]),
    ])
  return said(one) === said(other)
}

/** Where the line of an offset begins, both in the normalized text. */
function lineStart(text: string, offset: number): number {
  const before = normalized(text).slice(0, offset)
  return Math.max(...['\n', '\u2028', '\u2029'].map((end) => before.lastIndexOf(end))) + 1
}

/** From offsets in the normalized text to those in the text itself. */
function placesIn(text: string): (offset: number) => number {
  const mark = text.startsWith('\uFEFF') ? 1 : 0
  const pairs = [...text.matchAll(/\r\n/g)].map(({ index }, count) => index - mark - count)
  return (offset) => offset + mark + pairs.filter((at) => at < offset).length
}
