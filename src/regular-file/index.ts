import { statSync } from 'node:fs'
import { isThere } from '../there.js'
import { decode } from './decode.js'
import { type Found, look } from './look.js'
import { settled } from './settled.js'
import { cannotRead, type Unreadable, unfit } from './unreadable.js'

/** A file's text; null where there is nothing of that name. */
export type Content = string | Unreadable | null

/**
 * The text of a regular file, or of one that a link leads to: of bounded size, UTF-8 without NUL, byte order mark
 * included, and unchanged while it was read, as `settled` judges.
 * @param largest in bytes, whole MiB
 */
export function readRegularFile(path: string, largest: number): Content {
  return readRegularFiles([path], largest).get(path) ?? null
}

/** The same of several files, which wait together. */
export function readRegularFiles(paths: readonly string[], largest: number): ReadonlyMap<string, Content> {
  const found = settled(paths, (path) => lookAt(path, largest))
  return new Map([...found].map(([path, one]) => [path, one === null || 'reason' in one ? one : decode(one.bytes)]))
}

/** What is no file is not even opened. */
function lookAt(path: string, largest: number): Found | Unreadable | null {
  try {
    return unfit(statSync(path), largest) ?? look(path, largest)
  } catch (error) {
    return isThere(path) ? cannotRead(error) : null
  }
}
