import { aligned, cut } from '../../text.js'

/** What is shortened, in this order, and to how many columns of the terminal at least. */
const SHORTENED: readonly (readonly [heading: string, least: number])[] = [
  ['COMMAND', 16],
  ['IN', 16],
]

/** The last column that is there however narrow a terminal is. */
const LAST_WHOLE = 'STATE'
const CUT = '...'

/**
 * A table as lines that a terminal does not wrap: its long cells are shortened, and where that is not enough, its lines,
 * but for what a user asks for.
 * @param rows the headings first
 * @param columns how many the terminal has; null where nothing has to fit
 */
export function fitted(rows: readonly (readonly string[])[], columns: number | null): string[] {
  if (columns === null) return aligned(rows)
  const narrow = SHORTENED.reduce((wide, [heading, least]) => shortened(wide, heading, least, columns), rows)
  const whole = narrow.map((row) => row.slice(0, (narrow[0]?.indexOf(LAST_WHOLE) ?? 0) + 1))
  const most = Math.max(columns, widest(aligned(whole)) + CUT.length)
  return aligned(narrow).map((line) => cutTo(line, most))
}

function shortened(
  rows: readonly (readonly string[])[],
  heading: string,
  least: number,
  columns: number,
): readonly (readonly string[])[] {
  const at = rows[0]?.indexOf(heading) ?? -1
  const excess = widest(aligned(rows)) - columns
  if (at < 0 || excess <= 0) return rows
  const width = Math.max(least, widest(rows.map((row) => row[at] ?? '')) - excess)
  return rows.map((row) => row.map((cell, column) => (column === at ? cutTo(cell, width) : cell)))
}

function cutTo(text: string, columns: number): string {
  let longest = text.length
  while (longest > 0 && widest([cut(text, longest)]) > columns) longest--
  return cut(text, longest)
}

/** How many columns the widest of some texts takes: an empty cell below them is filled up with so many spaces. */
function widest(texts: readonly string[]): number {
  const [filled = ''] = aligned([...texts, ''].map((text) => [text, '|'])).slice(-1)
  return filled.length - '  |'.length
}
