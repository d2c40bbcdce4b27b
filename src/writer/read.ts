import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import type { Place } from './place.js'
import { Trouble } from './trouble.js'

const LARGEST = 16 << 20

/**
 * The text in a place, byte order mark included; null where there is no file.
 * @throws Trouble where it is larger than 16 MiB, not UTF-8 or changes meanwhile; or an error of the system
 */
export function textIn({ file, stats }: Place): string | null {
  if (stats === null) return null
  // What was a file a moment ago may be a link or a FIFO by now: neither is followed or waited for.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  try {
    return textOf(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function textOf(descriptor: number): string {
  const before = fstatSync(descriptor)
  if (!before.isFile()) throw changing()
  if (before.size > LARGEST) throw new Trouble('it is larger than 16 MiB', 'choose another file')
  const bytes = readFileSync(descriptor)
  const after = fstatSync(descriptor)
  if (bytes.length !== after.size || before.mtimeMs !== after.mtimeMs) throw changing()
  if (!isUtf8(bytes)) throw new Trouble('it is not UTF-8', 'save it as UTF-8')
  return bytes.toString('utf8')
}

/** Asks the system for leave to write a file, as a rename over it would not. */
export function askToWrite({ file, stats }: Place): void {
  if (stats !== null) closeSync(openSync(file, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW))
}

function changing(): Trouble {
  return new Trouble('it changes while it is read', 'try again when it is written')
}
