import { stripVTControlCharacters } from 'node:util'
import { hidden, isPlain, mark, pictures, WIDE } from './characters.js'

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const LONGEST = 120

/**
 * A text as a person can tell it from every other: what does not print, what steers a terminal, white space other than
 * the space, and digits that only look like digits are written as escapes. Of a text that is escaped already nothing changes.
 */
export function visible(text: string): string {
  return withHidden(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    const hex = code.toString(16)
    return SHORT[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
  })
}

/** A text with other words for each character that `visible` escapes, as a language that a program reads has them. */
export function withHidden(text: string, write: (character: string) => string): string {
  return isPlain(text) ? text : text.replace(hidden(), write)
}

/** A text between double quotes, escaped, and cut where nobody would read on. */
export function quoted(text: string): string {
  const shown = text.length > LONGEST ? text.slice(0, LONGEST / 2) : text
  const escaped = visible(shown.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))
  return shown === text ? `"${escaped}"` : `"${escaped}..." (${text.length} characters)`
}

/** Any value as a text, also one of which JavaScript makes none: `{ toString: 1 }`. */
export function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'an object'
  }
}

/** A word of a command line as a message shows it. */
export function shownWord(word: string): string {
  return word === '' ? '""' : visible(withoutValue(word))
}

/** A word without what may be a secret in it: the value of `NAME=value`, the password of a URL. */
export function withoutValue(word: string): string {
  return word.replace(/^([\w.-]+=).+/s, '$1...').replace(/^([a-z0-9+.-]+:\/\/[^/?#:@]*:).*@/is, '$1...@')
}

/** JSON as the program prints it: a person may look at it too. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
  const isShown = text.split('\n').every(isPlain)
  return `${isShown ? text : withHidden(text, jsonEscaped)}\n`
}

/** Line breaks are there between its parts alone. */
function jsonEscaped(character: string): string {
  if (character === '\n') return character
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** Lines for a person as a text that ends in a newline, each of them `visible`; empty for none. */
export function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line)}\n`).join('')
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** `1 line`, `2 lines` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** A text that is already escaped, cut where it is longer than a line of a table may hold; never within an escape. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${text.slice(0, longest).replace(/\\[^\\]{0,9}$|[\ud800-\udbff]$/, '')}...`
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  const shown = stripVTControlCharacters(text)
  if (isPlain(shown)) return shown.length
  let width = 0
  for (const character of shown.replace(pictures(), '  ')) {
    width += mark().test(character) ? 0 : WIDE.test(character) ? 2 : 1
  }
  return width
}

/** Rows with their columns aligned, without white space at line ends. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))
    })
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}
