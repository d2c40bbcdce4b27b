import type { Place } from './mention.js'

/** Where the offsets of a text are, in any order. */
export function placesIn(text: string, path: string): (offset: number) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return { path, line: low + 1, column: offset - (starts[low] as number) + 1 }
  }
}
