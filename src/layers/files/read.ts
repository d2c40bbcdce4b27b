import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { counted } from '../../text.js'
import { countLines } from './dotenv.js'

const LARGEST = 1 << 20
const MOST_LINES = 10_000
const TRIES = 3

/** Why a file is not read. */
export interface Unreadable {
  readonly reason: string
  readonly help: string
}

/**
 * A .env file's text: a regular file, at most 1 MiB and 10,000 lines, UTF-8 without NUL, opened once and without
 * waiting (a FIFO would wait for ever), and unchanged while it was read.
 */
export function readEnvFile(path: string): string | Unreadable {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return cannotOpen(error as NodeJS.ErrnoException)
  }
  try {
    return readDescriptor(descriptor)
  } catch (error) {
    return { reason: `cannot be read (${(error as NodeJS.ErrnoException).code})`, help: 'look at the file' }
  } finally {
    closeSync(descriptor)
  }
}

function readDescriptor(descriptor: number): string | Unreadable {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = fstatSync(descriptor)
    if (!before.isFile()) return notAFile(before)
    if (before.size > LARGEST) return { reason: 'is larger than 1 MiB', help: 'keep large values elsewhere' }
    const bytes = readAll(descriptor, before.size)
    if (unchanged(before, fstatSync(descriptor), bytes.length)) return decode(bytes)
  }
  return { reason: 'changes while it is read', help: 'try again when it is written' }
}

/** Everything up to one byte more than was expected, which tells that the file grew. */
function readAll(descriptor: number, size: number): Buffer {
  const bytes = Buffer.alloc(size + 1)
  let length = 0
  for (;;) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, length)
    length += read
    if (read === 0 || length === bytes.length) return bytes.subarray(0, length)
  }
}

function unchanged(before: Stats, after: Stats, length: number): boolean {
  return length === after.size && before.size === after.size && before.mtimeMs === after.mtimeMs
}

function decode(bytes: Buffer): string | Unreadable {
  const nul = bytes.indexOf(0)
  if (nul >= 0) return { reason: `has a NUL at byte ${nul}`, help: 'save it as UTF-8 text' }
  const text = bytes.toString('utf8')
  if (!isUtf8(bytes)) {
    return {
      reason: `is not UTF-8 at byte ${firstDifference(bytes, Buffer.from(text))}`,
      help: 'save it as UTF-8',
    }
  }
  const lines = countLines(text)
  if (lines <= MOST_LINES) return text
  return { reason: `has ${counted(lines, 'line')}, more than 10,000`, help: 'keep large values elsewhere' }
}

/**
 * Decoding replaces what is no UTF-8, so that encoding again differs from the first such byte on; but for a file that
 * ends within the three bytes that stand for the replacement.
 */
function firstDifference(bytes: Buffer, again: Buffer): number {
  const at = bytes.findIndex((byte, index) => byte !== again[index])
  return at < 0 ? bytes.lastIndexOf(again.subarray(-3, -2)) : at
}

function notAFile(stats: Stats): Unreadable {
  const kinds: [boolean, string][] = [
    [stats.isDirectory(), 'a directory'],
    [stats.isFIFO(), 'a FIFO'],
    [stats.isSocket(), 'a socket'],
  ]
  const kind = kinds.find(([is]) => is)?.[1] ?? 'a device'
  return { reason: `is ${kind}, not a file`, help: 'put a file in its place' }
}

function cannotOpen({ code }: NodeJS.ErrnoException): Unreadable {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { reason: 'may not be read by this user', help: 'give read permission, or take the file away' }
    case 'ENXIO':
      return { reason: 'is a socket, not a file', help: 'put a file in its place' }
    case 'ELOOP':
      return {
        reason: 'is a symbolic link that leads back to itself',
        help: 'mend the link, or take it away',
      }
    case 'ENOENT':
      return { reason: 'is a symbolic link that leads nowhere', help: 'mend the link, or take it away' }
    default:
      return { reason: `cannot be opened (${code})`, help: 'look at the file' }
  }
}
