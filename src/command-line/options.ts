/** A command line's options by their names without dashes, the last of each, and its other words. */
export interface Separated {
  /** Empty text for one without a value. */
  readonly options: ReadonlyMap<string, string>
  readonly operands: readonly string[]
}

/** Tells of an option, by its name without dashes, whether the word behind it is its value. */
export type TakesValue = (name: string) => boolean

const OPTION = /^--?([^=-][^=]*)(?:=(.*))?$/s

/** The options before the first other word, and that word with all behind it; `--` ends the options, and is left out. */
export function leadingOptions(words: readonly string[], takesValue: TakesValue): Separated {
  const options = new Map<string, string>()
  let at = 0
  while (at < words.length) {
    const [, name, text] = OPTION.exec(words[at] as string) ?? []
    if (name === undefined) break
    at += 1
    const next = words[at]
    const isApart = text === undefined && takesValue(name) && next !== undefined && !next.startsWith('-')
    options.set(name, isApart ? next : (text ?? ''))
    if (isApart) at += 1
  }
  return { options, operands: words.slice(words[at] === '--' ? at + 1 : at) }
}

/** All options of a command line, wherever they stand before `--`. */
export function separated(words: readonly string[], takesValue: TakesValue): Separated {
  const end = words.indexOf('--')
  const options = new Map<string, string>()
  const operands: string[] = []
  let left = end < 0 ? words : words.slice(0, end)
  while (left.length > 0) {
    const found = leadingOptions(left, takesValue)
    for (const [name, text] of found.options) options.set(name, text)
    operands.push(...found.operands.slice(0, 1))
    left = found.operands.slice(1)
  }
  return { options, operands: [...operands, ...(end < 0 ? [] : words.slice(end + 1))] }
}
