import { isExempt } from './comments.js'
import type { Candidate } from './model.js'

const NEWLINE = 10
/** In bytes. Nobody writes a longer line by hand: it is minified, or data. */
const LONGEST = 5000
/** In UTF-16 units. */
const WINDOW = 400
const MARK = Buffer.from('\ufeff')

/** A candidate with the whole of its line. */
export interface Occurrence extends Candidate {
  readonly whole: string
}

/**
 * The lines around the numbers that begin at some offsets of a text, which are in order. Without those that a comment
 * exempts.
 */
export function candidatesIn(path: string, bytes: Buffer, starts: readonly number[]): Occurrence[] {
  const found: Occurrence[] = []
  // Where lines begin: that of the number, and the three above.
  const begins = [bytes.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0]
  let line = 1
  let end = endOf(bytes, begins[0] as number)
  for (const start of starts) {
    while (end < start) {
      begins.push(end + 1)
      if (begins.length > 4) begins.shift()
      line++
      end = endOf(bytes, end + 1)
    }
    const begin = begins.at(-1) as number
    if (end - begin > LONGEST) continue
    const whole = textOf(bytes, begin, end)
    const above = begins.slice(0, -1).map((one) => textOf(bytes, one, endOf(bytes, one)))
    if (isExempt(whole, above.at(-1) ?? '')) continue
    const column = bytes.toString('utf8', begin, start).length
    const from = whole.length > WINDOW ? Math.max(0, Math.min(column - WINDOW / 2, whole.length - WINDOW)) : 0
    found.push({
      path,
      line,
      column: column + 1,
      whole,
      text: whole.slice(from, from + WINDOW),
      at: column - from,
      number: /^\d+/.exec(whole.slice(column))?.[0] ?? '',
      before: above.map((one) => one.slice(0, WINDOW)),
      after: end < bytes.length ? textOf(bytes, end + 1, endOf(bytes, end + 1)).slice(0, WINDOW) : '',
    })
  }
  return found
}

function endOf(bytes: Buffer, begin: number): number {
  const newline = bytes.indexOf(NEWLINE, begin)
  return newline < 0 ? bytes.length : newline
}

function textOf(bytes: Buffer, begin: number, end: number): string {
  return bytes.toString('utf8', begin, Math.min(end, begin + LONGEST)).replace(/\r$/, '')
}
