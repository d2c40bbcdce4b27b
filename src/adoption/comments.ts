import { Lines } from './lines.js'
import { docIn, remarksOf } from './remarks.js'

/** What comments say of a line. */
export interface Said {
  /** One line; null where there is none. */
  readonly doc: string | null
  /** The section that it stands in; null where there is none. */
  readonly group: string | null
}

/** In UTF-16 units. */
const LONGEST_LINE = 300

/**
 * What comments with a `#` on lines of their own say of some lines.
 * @param lines without line breaks
 * @param wanted those that settings stand on, counting from 1
 */
export function saidOf(lines: readonly string[], wanted: ReadonlySet<number>): ReadonlyMap<number, Said> {
  let at = 0
  const comments = lines.flatMap((line) => {
    const begin = line.search(/\S/)
    const start = at + begin
    at += line.length + 1
    return line[begin] === '#' ? [{ text: line.slice(begin + 1, LONGEST_LINE), at: start }] : []
  })
  const remarks = remarksOf(new Lines(lines.join('\n')), comments)
  return new Map([...wanted].map((line) => [line, { doc: remarks.docOf(line, line), group: remarks.groupOf(line) }]))
}

/** A comment behind what a line says; null where there is none. */
export function commentBehind(rest: string): string | null {
  const [, comment] = /^["'`]?[ \t]*#(.*)$/s.exec(rest.slice(0, LONGEST_LINE).trimEnd()) ?? []
  return comment === undefined ? null : docIn([comment])
}
