/** A variable that a text reads, and where its name begins: an offset in UTF-16 units. */
export interface Found {
  readonly name: string
  readonly at: number
}

/** How texts of one family read variables of the environment. */
export interface Reader {
  readonly name: string
  /** @param head the beginning of the file's text, whose first line may tell what it is */
  handles(path: string, head: string): boolean
  /** A text that reads a variable has this somewhere; most texts have not, and need no closer look. */
  readonly sign: RegExp
  /** Every read, in any order; variables that the text itself sets are left out. */
  reads(text: string, path: string): Found[]
}

/** What a pattern's first group matched, and where; the pattern must have the flags `g` and `d`. */
export function matchesOf(pattern: RegExp, text: string): Found[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const group = match.indices?.findIndex((span, index) => index > 0 && span !== undefined) ?? -1
    return { name: match[group] ?? '', at: match.indices?.[group]?.[0] ?? match.index }
  })
}
