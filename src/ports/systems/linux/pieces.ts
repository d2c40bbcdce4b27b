import { closeSync, openSync, read, readSync } from 'node:fs'

/** In bytes; the kernel hands out a page at a time, of 4 KiB on most machines. */
const ROOM = 16 * 1024
/**
 * The first pieces are small: the kernel looks for as many lines as are asked for, and behind the few sockets that listen
 * on most machines it may go through half of its table to fill a page with connections, which nobody wants.
 */
const SMALL = 2048
const SMALL_PIECES = 4
/**
 * A piece shorter than what was asked for is the last, and so is any that is shorter than this: the kernel fills a page as
 * long as another line fits (seq_read_iter), and no line has as many bytes as are taken off here. To ask once more would
 * have it walk through its whole table again, which takes 2 ms without a single connection.
 */
const SHORT = 4096 - 512
const NEWLINE = 0x0a

/**
 * A table of the kernel's as it is read, in pieces of whole lines that hold until the next is asked for; nothing of one
 * that is not there. Whoever stops early spares the kernel the rest.
 * @param atOnce how many are read on this thread: to wait for another takes longer than a piece of what listens. The
 * others are read beside it, so that the kernel walks through several tables at a time
 */
export async function* piecesOf(path: string, atOnce: number): AsyncGenerator<Buffer> {
  const descriptor = opened(path)
  if (descriptor === null) return
  try {
    const room = Buffer.allocUnsafe(ROOM)
    let length = 0
    for (let piece = 0, isLast = false; !isLast; piece++) {
      const most = piece < SMALL_PIECES ? SMALL : ROOM - length
      const free = room.subarray(length, length + most)
      const count = piece < atOnce ? readAtOnce(free, descriptor) : await readInto(free, descriptor)
      isLast = count < Math.min(most, SHORT)
      length += count
      const end = length === 0 ? 0 : room.lastIndexOf(NEWLINE, length - 1) + 1
      yield room.subarray(0, end)
      room.copyWithin(0, end, length)
      length -= end
    }
  } finally {
    closeSync(descriptor)
  }
}

function opened(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    return null
  }
}

function readAtOnce(room: Buffer, descriptor: number): number {
  try {
    return readSync(descriptor, room)
  } catch {
    return 0
  }
}

function readInto(room: Buffer, descriptor: number): Promise<number> {
  return new Promise((done) => {
    read(descriptor, room, 0, room.length, null, (error, count) => done(error === null ? count : 0))
  })
}
