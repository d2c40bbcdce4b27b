import type { PortNames } from './model.js'

const ZERO = 48
const LONGEST = 5
const WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/^\w$/.test(String.fromCharCode(byte)) ? 1 : 0))

/** The numbers to look for. */
export interface Sought {
  /** By port: 1 where it is sought. */
  readonly isSought: Uint8Array
  /** The digits of the shortest. */
  readonly shortest: number
}

export function soughtIn(ports: PortNames): Sought {
  const isSought = new Uint8Array(65536)
  for (const port of ports.keys()) isSought[port] = 1
  return { isSought, shortest: Math.min(LONGEST, ...[...ports.keys()].map((port) => `${port}`.length)) }
}

/**
 * Where the sought numbers begin in a text, in order; each stands between bytes that are no ASCII letter, digit or `_`.
 * No number of n digits is missed by who looks at every n-th byte.
 */
export function numbersIn(bytes: Uint8Array, { isSought, shortest }: Sought): number[] {
  const found: number[] = []
  const end = bytes.length
  for (let index = shortest - 1; index < end; index += shortest) {
    if (!isDigit(bytes[index])) continue
    let start = index
    while (start > 0 && isDigit(bytes[start - 1])) start--
    let behind = index + 1
    while (behind < end && isDigit(bytes[behind])) behind++
    if (isWhole(bytes, start, behind) && isSought[portAt(bytes, start, behind)] === 1) found.push(start)
    index = behind
  }
  return found
}

function isDigit(byte: number | undefined): boolean {
  return ((byte as number) - ZERO) >>> 0 < 10
}

function isWhole(bytes: Uint8Array, start: number, behind: number): boolean {
  if (behind - start > LONGEST || bytes[start] === ZERO) return false
  return WORD[bytes[start - 1] ?? 0] === 0 && WORD[bytes[behind] ?? 0] === 0
}

function portAt(bytes: Uint8Array, start: number, behind: number): number {
  let value = 0
  for (let index = start; index < behind; index++) value = value * 10 + (bytes[index] as number) - ZERO
  return value
}
