import { expect, test } from 'vitest'
import { progressOn } from '../../src/commands/audit/progress.js'

/** What is written of progress that is told of at some milliseconds, and then cleared. */
function written(isTerminal: boolean, times: readonly number[]): string {
  let text = ''
  let time = 0
  const stream = {
    isTerminal,
    write(part: string) {
      text += part
    },
  }
  const progress = progressOn(stream, () => time)
  for (const next of times) {
    time = next
    progress.tell(next, 9000)
  }
  progress.clear()
  return text.replaceAll('\r\u001b[K', '|')
}

test.each([
  ['says nothing within a second', true, [0, 500, 999], ''],
  ['says how far it is from then on, and is cleared', true, [0, 1000, 2000], '|1000 of 9000 files|2000 of 9000 files|'],
  ['does not flicker', true, [1000, 1001, 1099, 1100], '|1000 of 9000 files|1100 of 9000 files|'],
  ['says nothing where nobody watches', false, [0, 1000, 5000], ''],
])('the progress of an audit %s', (_, isTerminal, times, text) => {
  expect(written(isTerminal, times)).toBe(text)
})
