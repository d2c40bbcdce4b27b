import type { Place } from './mention.js'

/** Where the lines of a text begin, to tell of an offset in which it is. */
export class Lines {
  private readonly begins: number[] = [0]

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.begins.push(at + 1)
  }

  get count(): number {
    return this.begins.length
  }

  /** Counted from 1. */
  lineAt(offset: number): number {
    let [low, high] = [0, this.begins.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.begins[middle] as number) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** Counted from 1, in UTF-16 units. */
  columnAt(offset: number): number {
    return offset - (this.begins[this.lineAt(offset) - 1] as number) + 1
  }

  placeAt(offset: number, path: string): Place {
    return { path, line: this.lineAt(offset), column: this.columnAt(offset) }
  }

  /** Without its end. */
  textOf(line: number): string {
    const begin = this.begins[line - 1] ?? this.text.length
    return this.text.slice(begin, (this.begins[line] ?? this.text.length + 1) - 1).replace(/\r$/, '')
  }
}

/** Where the offsets of a text are, in any order. */
export function placesIn(text: string, path: string): (offset: number) => Place {
  const lines = new Lines(text)
  return (offset) => lines.placeAt(offset, path)
}

/** The lines of a text, and where they begin. */
export function linesOf(text: string): { readonly line: string; readonly at: number }[] {
  let at = 0
  return text.split('\n').map((line) => {
    const start = at
    at += line.length + 1
    return { line, at: start }
  })
}
