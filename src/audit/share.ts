import { emptyLook, type Look, lookInto, type Question } from './look.js'
import { soughtIn } from './numbers.js'

/** How many files a thread takes at once. */
const SHARE = 32

/** Takes files from those that threads share until none is left, and looks into them. */
export function lookTogether(
  files: readonly string[],
  taken: SharedArrayBuffer,
  question: Question,
  onShare: (taken: number) => void,
): Look {
  const counter = new Int32Array(taken)
  const sought = soughtIn(question.ports)
  const look = emptyLook()
  for (;;) {
    const begin = Atomics.add(counter, 0, SHARE)
    if (begin >= files.length) return look
    onShare(begin)
    for (const file of files.slice(begin, begin + SHARE)) lookInto(file, question, sought, look)
  }
}
