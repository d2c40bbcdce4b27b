import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import { sep } from 'node:path'
import type { Output, Screen } from '../world.js'

/** As `os.devNull` has it, which Node loads a module for. */
const devNull = sep === '\\' ? '\\\\.\\nul' : '/dev/null'

/** What a standard stream may lead to, asked only where somebody wants to know. */
export interface Terminal {
  readonly isTerminal: () => boolean
  readonly screen: () => Screen | null
}

const NO_TERMINAL: Terminal = { isTerminal: () => false, screen: () => null }

/** What a write to a pipe or a socket meets that nobody reads any more. */
const UNREAD: readonly unknown[] = ['EPIPE', 'ECONNRESET']

/**
 * A standard stream that writes before it returns, so that nothing is lost when the process ends. What cannot be written
 * to stdout is an error; of stderr there is nobody to tell, so the verb goes on, and `isLost` says that it was so.
 */
export function output(descriptor: 1 | 2, { isTerminal, screen } = NO_TERMINAL): Output {
  let closed = false
  let lost = false
  const write = (text: string) => {
    const bytes = Buffer.from(text)
    for (let offset = 0; offset < bytes.length && !closed && !lost; ) {
      try {
        offset += writeSync(descriptor, bytes, offset)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
        else if (UNREAD.includes(code) || (code === 'EIO' && mayBeTerminal(descriptor))) closed = true
        else if (descriptor === 2) lost = true
        else throw error
      }
    }
  }
  return {
    get isTerminal() {
      return isTerminal()
    },
    get screen() {
      return screen()
    },
    get isClosed() {
      return closed
    },
    get isLost() {
      return lost
    },
    write,
  }
}

/**
 * Puts the null device in the place of a standard stream whose terminal has hung up. Node sets terminals back as it found
 * them when it ends, and aborts where that fails.
 */
export function letGoOfLostTerminals(): void {
  for (const descriptor of [0, 1, 2]) {
    if (!isHungUp(descriptor)) continue
    closeSync(descriptor)
    // The lowest number that is free, as those below are open.
    openSync(devNull, 'r+')
  }
}

/** A terminal that is there takes an empty text. */
function isHungUp(descriptor: number): boolean {
  try {
    if (mayBeTerminal(descriptor)) writeSync(descriptor, '')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EIO'
  }
  return false
}

/** Whether a descriptor may be a terminal: a cheap question, since Node loads much to ask the real one. The null device is none. */
export function mayBeTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isCharacterDevice() && stat.rdev !== statSync(devNull).rdev
  } catch {
    return false
  }
}
