import type { Output } from '../../world.js'

/** In milliseconds: who waits for less needs no word, and nobody reads faster than that. */
const PATIENCE = 1000
const PAUSE = 100
const CLEAR = '\r\u001b[K'

export interface Progress {
  tell(done: number, files: number): void
  /** Takes the line away. */
  clear(): void
}

/**
 * A line on a terminal that says how far it is, where it takes over a second.
 * @param now a clock, in milliseconds
 */
export function progressOn(stream: Output, now: () => number): Progress {
  if (!stream.isTerminal) return { tell: () => {}, clear: () => {} }
  let due = now() + PATIENCE
  let isShown = false
  return {
    tell(done, files) {
      if (now() < due) return
      stream.write(`${CLEAR}${done} of ${files} files`)
      isShown = true
      due = now() + PAUSE
    },
    clear: () => {
      if (isShown) stream.write(CLEAR)
    },
  }
}
