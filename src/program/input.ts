import { isUtf8 } from 'node:buffer'
import { readSync } from 'node:fs'
import { UsageError } from '../errors.js'

/** In bytes; no .env file may hold more. */
const LARGEST = 1 << 20

/**
 * Everything on standard input.
 * @throws UsageError where it cannot be read, is not UTF-8, or more than 1 MiB
 */
export function readInput(): string {
  const bytes = Buffer.alloc(LARGEST + 1)
  let length = 0
  for (let read = -1; read !== 0 && length < bytes.length; length += Math.max(read, 0)) {
    read = readSome(bytes, length)
  }
  if (length > LARGEST) throw new UsageError('standard input is larger than 1 MiB', 'keep large values elsewhere')
  const input = bytes.subarray(0, length)
  if (isUtf8(input)) return input.toString('utf8')
  throw new UsageError('standard input is not valid UTF-8, and would not arrive as it is', 'pipe UTF-8 text in')
}

/** How many bytes were read; 0 at the end, -1 where there is nothing yet. */
function readSome(bytes: Buffer, offset: number): number {
  try {
    return readSync(0, bytes, offset, bytes.length - offset, null)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // What Windows says at the end of a pipe.
    if (code === 'EOF') return 0
    if (code !== 'EAGAIN') throw new UsageError(`standard input cannot be read (${code})`, 'pipe the text in')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    return -1
  }
}
