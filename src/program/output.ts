import { fstatSync, writeSync } from 'node:fs'
import type { Output, Screen } from '../world.js'

const PAUSE = new Int32Array(new SharedArrayBuffer(4))

/** What a standard stream may lead to, asked only where somebody wants to know. */
export interface Terminal {
  readonly isTerminal: () => boolean
  readonly screen: () => Screen | null
}

const NO_TERMINAL: Terminal = { isTerminal: () => false, screen: () => null }

/** A standard stream that writes before it returns, so that nothing is lost when the process ends. */
export function output(descriptor: 1 | 2, { isTerminal, screen } = NO_TERMINAL): Output {
  let closed = false
  const write = (text: string) => {
    const bytes = Buffer.from(text)
    for (let offset = 0; offset < bytes.length && !closed; ) {
      try {
        offset += writeSync(descriptor, bytes, offset)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EAGAIN') Atomics.wait(PAUSE, 0, 0, 5)
        else if (code === 'EPIPE') closed = true
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
    write,
  }
}

/** Whether a descriptor may be a terminal: a cheap question, since Node loads much to ask the real one. */
export function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    return false
  }
}
