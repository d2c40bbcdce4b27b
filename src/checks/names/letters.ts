/**
 * How many letters were mistyped between two words: left out, put in, taken for another, or two neighbours swapped, each
 * place once (the optimal string alignment distance).
 */
export function mistyped(written: string, meant: string): number {
  let [before, last] = [[] as number[], Array.from({ length: meant.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= written.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= meant.length; column += 1) {
      const same = written[row - 1] === meant[column - 1]
      const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1)
      const leftOut = (next[column - 1] ?? 0) + 1
      const putIn = (last[column] ?? 0) + 1
      const isSwap = written[row - 1] === meant[column - 2] && written[row - 2] === meant[column - 1]
      const swapped = row > 1 && column > 1 && isSwap ? (before[column - 2] ?? 0) + 1 : replaced
      next.push(Math.min(replaced, leftOut, putIn, swapped))
    }
    before = last
    last = next
  }
  return last[meant.length] ?? 0
}

/** Whether two words differ by a final S alone, as one and several do. */
export function isPlural(one: string, other: string): boolean {
  return `${one}S` === other || `${other}S` === one
}

/** The digits of a name: another number is another thing, not a typo. */
export function digitsOf(name: string): string {
  return name.replace(/\D/g, '')
}

/** Whether two words of one length have other letters, not only in another order. */
export function hasOtherLetters(one: string, other: string): boolean {
  return one.length === other.length && [...one].sort().join() !== [...other].sort().join()
}
