import { cut, visible, widthOf } from '../../text.js'

/** In UTF-16 units. Every row of a table is as wide as its widest cell. */
const LONGEST = 160
/** In columns: what Prettier makes of a narrower column. */
const NARROWEST = 3
/** Backslashes in a URL would become part of it where it is made a link. */
const URL_WORD = /^https?:\/\/[\w./:@%+?&=#,~$*-]*[\w/]$/
const PLAIN_CODE = /^[\w./:@%+?&=#,~-]+$/

/** A text of one line as Markdown that shows just that text, in a cell of a table too. */
export function markdown(text: string): string {
  return cut(visible(text.trim().replace(/\s+/g, ' ')), LONGEST)
    .split(' ')
    .map((word) => {
      const written = escaped(word)
      return written !== word && URL_WORD.test(word) ? `<${word}>` : written
    })
    .join(' ')
}

/** Without a backslash that Prettier would take out again. */
function escaped(word: string): string {
  return word
    .replace(/[\\`*[|~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => '\\_'.repeat(run.length))
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\{(?=[{%])/g, '&#123;')
}

/** A text as code, where that needs no escapes. */
export function code(text: string): string {
  return PLAIN_CODE.test(text) && text.length <= LONGEST ? `\`${text}\`` : markdown(text)
}

/** A table of Markdown, its columns aligned in the source, as Prettier writes it. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), Math.max(NARROWEST, widthOf(title))),
  )
  const padded = (cell: string, width: number) => cell + ' '.repeat(width - widthOf(cell))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => padded(cells[column] ?? '', width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}
