import { isUtf8 } from 'node:buffer'
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type StatsBase,
  statSync,
} from 'node:fs'

const MIB = 1 << 20
/**
 * A file that changed less than this many milliseconds ago is looked at twice. It is as long as the coarsest tick of a
 * file system's clock, which is FAT's: within one tick nothing but the bytes tells one content from the other.
 */
const FRESH = 2000
/** In milliseconds, before a file is looked at again that may be half written. */
const PAUSE = 20
const LOOKS = 10
/** In bytes, the least that a system writes at once, and that programs gather before they write. */
const PAGE = 4096

/** Why a file is not read. */
export interface Unreadable {
  /** As in a sentence after the file's name: `is a FIFO, not a file`. */
  readonly reason: string
  readonly help: string
}

/** A file's text; null where there is nothing of that name. */
export type Content = string | Unreadable | null

/** What was found at one time. */
interface Found {
  readonly bytes: Buffer
  readonly stats: BigIntStats
  /** How long before that the file had changed, in milliseconds; below zero where clocks disagree. */
  readonly age: number
  /** Whether it did not change while it was read. */
  readonly whole: boolean
}

/**
 * The text of a regular file, or of one that a link leads to: of bounded size, UTF-8 without NUL, byte order mark
 * included, and unchanged while it was read. One that has just changed counts once it is found alike a second time:
 * 20 ms later where it is empty or larger than a page, since who rewrites a file empties it first, and fills it page by
 * page. One that goes on changing is unreadable after 200 ms.
 * @param largest in bytes, whole MiB
 */
export function readRegularFile(path: string, largest: number): Content {
  return readRegularFiles([path], largest).get(path) ?? null
}

/** The same of several files, which wait together. */
export function readRegularFiles(paths: readonly string[], largest: number): ReadonlyMap<string, Content> {
  const contents = new Map<string, Content>()
  const earlier = new Map<string, Found>()
  for (let look = 0; look < LOOKS; look++) {
    const open = paths.filter((path) => !contents.has(path))
    if (open.some((path) => mayBePart(earlier.get(path)))) pause()
    for (const path of open) {
      const found = lookAt(path, largest)
      if (found === null || 'reason' in found) contents.set(path, found)
      else if (isSettled(found, earlier.get(path))) contents.set(path, decode(found.bytes))
      else earlier.set(path, found)
    }
  }
  for (const path of paths) if (!contents.has(path)) contents.set(path, CHANGING)
  return contents
}

const CHANGING: Unreadable = { reason: 'changes while it is read', help: 'try again when it is written' }

/** Whether something is called so, if only a link that leads nowhere; what cannot be looked at counts as there. */
export function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    return codeOf(error) !== 'ENOENT'
  }
}

/** Why what is there is no regular file of a bounded size, in bytes; null where it is one. It is not opened. */
export function unfitness(path: string, largest: number): Unreadable | null {
  try {
    return unfit(statSync(path), largest)
  } catch (error) {
    return cannotRead(error)
  }
}

function unfit(stats: StatsBase<number | bigint>, largest: number): Unreadable | null {
  if (!stats.isFile()) return { reason: `is ${kindOf(stats)}, not a file`, help: 'put a file in its place' }
  if (stats.size <= largest) return null
  return { reason: `is larger than ${largest / MIB} MiB`, help: 'keep large values elsewhere' }
}

function kindOf(stats: StatsBase<number | bigint>): string {
  if (stats.isDirectory()) return 'a directory'
  if (stats.isFIFO()) return 'a FIFO'
  return stats.isSocket() ? 'a socket' : 'a device'
}

/** Each look opens the file anew: it may have been replaced. */
function lookAt(path: string, largest: number): Found | Unreadable | null {
  try {
    return unfit(statSync(path), largest) ?? readAt(path, largest)
  } catch (error) {
    return isThere(path) ? cannotRead(error) : null
  }
}

function mayBePart(found: Found | undefined): boolean {
  return found !== undefined && (!found.whole || found.bytes.length === 0 || found.bytes.length >= PAGE)
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
}

function isSettled({ whole, age, bytes, stats }: Found, earlier: Found | undefined): boolean {
  if (!whole || age > FRESH) return whole
  return earlier !== undefined && unchanged(stats, earlier.stats) && bytes.equals(earlier.bytes)
}

function readAt(path: string, largest: number): Found | Unreadable {
  // What was a file a moment ago may be a FIFO by now, which would be waited for.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const now = Date.now()
    const stats = fstatSync(descriptor, { bigint: true })
    const reason = unfit(stats, largest)
    if (reason !== null) return reason
    const bytes = readAll(descriptor, Number(stats.size))
    const whole = bytes.length === Number(stats.size) && unchanged(stats, fstatSync(descriptor, { bigint: true }))
    return { bytes, stats, age: now - Number(stats.ctimeMs), whole }
  } finally {
    closeSync(descriptor)
  }
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

/** The time of the contents can be set by who writes them; that of the last change cannot. */
function unchanged(one: BigIntStats, other: BigIntStats): boolean {
  return (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).every((key) => one[key] === other[key])
}

function decode(bytes: Buffer): Content {
  const nul = bytes.indexOf(0)
  if (nul >= 0) return { reason: `has a NUL at byte ${nul}`, help: 'save it as UTF-8 text' }
  const text = bytes.toString('utf8')
  if (isUtf8(bytes)) return text
  return { reason: `is not UTF-8 at byte ${firstDifference(bytes, Buffer.from(text))}`, help: 'save it as UTF-8' }
}

/**
 * Decoding replaces what is no UTF-8, so that encoding again differs from the first such byte on; but for a file that
 * ends within the three bytes that stand for the replacement.
 */
function firstDifference(bytes: Buffer, again: Buffer): number {
  const at = bytes.findIndex((byte, index) => byte !== again[index])
  return at < 0 ? bytes.lastIndexOf(again.subarray(-3, -2)) : at
}

/** Why the system does not let something be read that is there. */
export function cannotRead(error: unknown): Unreadable {
  const code = codeOf(error)
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { reason: 'may not be read by this user', help: 'give read permission, or take the file away' }
    case 'ENOENT':
      return { reason: 'is a symbolic link that leads nowhere', help: 'mend the link, or take it away' }
    case 'ELOOP':
      return { reason: 'is a symbolic link that leads back to itself', help: 'mend the link, or take it away' }
    case 'EMFILE':
    case 'ENFILE':
      return { reason: `cannot be read: too many files are open (${code})`, help: 'allow more of them, with ulimit -n' }
    default:
      return { reason: `cannot be read (${code})`, help: 'look at the file' }
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
