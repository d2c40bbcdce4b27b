import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { isUtf16 } from './encoding.js'

/** Most files are no longer: they are read at once, without asking for their size. */
const USUAL = 1 << 16
const LARGEST = 16 << 20
/** Holds one file after the other, since fresh memory costs more than reading; as large as the largest so far. */
let room = Buffer.allocUnsafeSlow(USUAL)

/** Why a file is not looked into: it holds a NUL early on, and is no UTF-16; or more than 16 MiB. */
export type Unread = 'binary' | 'large'

/**
 * The bytes of a regular file, until the next is read.
 * @throws an error of the system
 */
export function bytesOf(path: string): Buffer | Unread {
  // What was a file a moment ago may be a link or a FIFO by now: neither is followed or waited for.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  try {
    const length = readSync(descriptor, room, 0, USUAL, null)
    const first = room.subarray(0, length)
    if (first.includes(0) && !isUtf16(first)) return 'binary'
    return length < USUAL ? first : withRest(first, descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function withRest(first: Buffer, descriptor: number): Buffer | Unread {
  const { size } = fstatSync(descriptor)
  if (size > LARGEST) return 'large'
  if (size > room.length) {
    room = Buffer.allocUnsafeSlow(Math.max(size, Math.min(2 * room.length, LARGEST)))
    first.copy(room)
  }
  let length = first.length
  while (length < size) {
    const count = readSync(descriptor, room, length, size - length, null)
    if (count === 0) break
    length += count
  }
  return room.subarray(0, length)
}
