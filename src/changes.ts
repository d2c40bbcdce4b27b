import { MASK, originText, shiftAside, shown, sumText } from './display.js'
import type { Origin, Resolution, Resolved, Shift, Value } from './model.js'
import { cut, visible } from './text.js'

/** A screen has some more lines than this. */
const MOST_LINES = 20
/** In characters: a URL fits, twice, on a line. */
const LONGEST_VALUE = 60

/** A setting whose text is another than before; null for unset. */
export interface ValueChange {
  readonly name: string
  readonly from: string | null
  readonly to: string | null
  /** How a port of another slot came to what it is to be; absent for all else, and for a secret. */
  readonly shift?: Shift
}

/** A variable as a consumer has it. */
export interface Valued {
  /** Null for unset. */
  readonly text: string | null
  readonly secret: boolean
  /** How a port of another slot came to it; null or absent where it did not. */
  readonly shift?: Shift | null
}

/** `BACKEND_PORT 8203 -> 9000`, and `BACKEND_PORT 8803 -> 9600 (9000 + 3 x 200 for slot 3)` */
export function changeText({ name, from, to, shift }: ValueChange): string {
  const sum = shift === undefined ? '' : ` (${sumText(shift)})`
  return `${visible(name)} ${shown(from)} -> ${shown(to)}${sum}`
}

/** Tells of a changed variable, and what says so: `BACKEND_PORT 8203 -> 9000, .env.local:1`. */
export function changeLine(name: string, before: Valued, after: Valued, origin: Origin | null): string {
  const isSecret = before.secret || after.secret
  const [from = null, to = null] = [before, after].map(({ text }) => (text === null ? null : told(text, isSecret)))
  const { shift } = after
  const change = changeText({ name, from, to, ...(shift && !isSecret && { shift }) })
  return `${change}${origin === null ? '' : `, ${originText(origin)}`}`
}

/**
 * Tells of edits that came to nothing, since something else wins: `BACKEND_PORT stays 9000: environment beats .env.local:1`.
 * Without that, one would look for what else is wrong.
 */
export function beatenLines(before: Resolution, after: Resolution): string[] {
  const lines = [...after.resolved.values()].flatMap((one) => {
    const { setting, text, origin, secret } = one
    const earlier = before.resolved.get(setting.name)
    if (earlier === undefined || origin === null || earlier.text !== text) return []
    const lost = one.shadowed.find((reading) => isEdited(reading, earlier))
    if (lost === undefined) return []
    const value = secret ? MASK : cut(shown(text), LONGEST_VALUE)
    return [
      `${visible(setting.name)} stays ${value}${shiftAside(one)}: ${originText(origin)} beats ${originText(lost.origin)}`,
    ]
  })
  return atMost(lines)
}

/** As many lines as fit on a screen. */
export function atMost(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines]
  return [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} more`]
}

function told(text: string, isSecret: boolean): string {
  return isSecret ? MASK : cut(visible(text), LONGEST_VALUE)
}

/** Whether a file says something else than it did, or says it only since. */
function isEdited({ value, origin }: Resolved['shadowed'][number], earlier: Resolved): boolean {
  if (origin.layer !== 'file') return false
  const { path } = origin
  const isThere = (one: Origin | null) => one?.layer === 'file' && one.path === path
  if (isThere(earlier.origin)) return false
  const known = earlier.shadowed.find((reading) => isThere(reading.origin))
  return known === undefined || !isSame(known.value, value)
}

function isSame(one: Value, other: Value): boolean {
  return typeof one === 'object' ? JSON.stringify(one) === JSON.stringify(other) : one === other
}
