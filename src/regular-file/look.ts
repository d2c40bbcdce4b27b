import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type Unreadable, unfit } from './unreadable.js'

/** What was found at one time. */
export interface Found {
  readonly bytes: Buffer
  readonly stats: BigIntStats
  /** How long before that the file had changed, in milliseconds; below zero where clocks disagree. */
  readonly age: number
  /** Whether it did not change while it was read. */
  readonly whole: boolean
}

/**
 * Reads a regular file of bounded size, once.
 * @param largest in bytes, whole MiB
 * @param flags for opening it, beside those for reading
 * @throws an error of the system
 */
export function look(path: string, largest: number, flags = 0): Found | Unreadable {
  // What was a file a moment ago may be a FIFO by now, which would be waited for.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags)
  try {
    const now = Date.now()
    const stats = fstatSync(descriptor, { bigint: true })
    const wrong = unfit(stats, largest)
    if (wrong !== null) return wrong
    const bytes = readAll(descriptor, Number(stats.size))
    const whole = bytes.length === Number(stats.size) && unchanged(stats, fstatSync(descriptor, { bigint: true }))
    return { bytes, stats, age: now - Number(stats.ctimeMs), whole }
  } finally {
    closeSync(descriptor)
  }
}

/** Everything up to one byte more than was expected, which tells that the file grew. */
function readAll(descriptor: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size + 1)
  let length = 0
  for (;;) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, length)
    length += read
    if (read === 0 || length === bytes.length) return bytes.subarray(0, length)
  }
}

/** Whether a file is the same, and unwritten since. The time of its contents can be set; that of the last change cannot. */
export function unchanged(one: BigIntStats, other: BigIntStats): boolean {
  return (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).every((key) => one[key] === other[key])
}
