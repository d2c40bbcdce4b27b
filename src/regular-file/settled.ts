import { type Found, unchanged } from './look.js'
import { CHANGING, type Unreadable } from './unreadable.js'

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

type Look = Found | Unreadable | null

/**
 * Looks at files until none of them is being written. One that has just changed counts once it is found alike a second
 * time: 20 ms later where it is larger than a page, since it is filled page by page, and after 200 ms where it is empty,
 * since who rewrites a file empties it first. One that goes on changing is unreadable after 200 ms.
 * @param look opens the file anew each time: it may have been replaced
 */
export function settled(paths: readonly string[], look: (path: string) => Look): ReadonlyMap<string, Look> {
  const known = new Map<string, Look>()
  const earlier = new Map<string, Found>()
  for (let count = 0; count < LOOKS; count++) {
    const open = paths.filter((path) => !known.has(path))
    if (open.some((path) => mayBePart(earlier.get(path)))) pause()
    for (const path of open) {
      const found = look(path)
      if (found === null || 'reason' in found || isSettled(found, earlier.get(path), count === LOOKS - 1)) {
        known.set(path, found)
      } else earlier.set(path, found)
    }
  }
  for (const path of paths) if (!known.has(path)) known.set(path, CHANGING)
  return known
}

function mayBePart(found: Found | undefined): boolean {
  return found !== undefined && (!found.whole || found.bytes.length === 0 || found.bytes.length >= PAGE)
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
}

function isSettled({ whole, age, bytes, stats }: Found, earlier: Found | undefined, isLast: boolean): boolean {
  if (!whole || age > FRESH) return whole
  if (bytes.length === 0 && !isLast) return false
  return earlier !== undefined && unchanged(stats, earlier.stats) && bytes.equals(earlier.bytes)
}
