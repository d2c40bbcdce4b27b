import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../../support/project.js'

/** What a text comes to in a format, as docs/values.md says it. */
export type Verdict = typeof REFUSED | typeof UNSET | { readonly value: unknown }
export const REFUSED = 'refused'
export const UNSET = 'unset'

/** A text of the page. */
export interface Row {
  readonly text: string
  /** By the format that heads the column; absent: refused. */
  readonly said: Readonly<Record<string, Verdict>>
}

/** A table of the page, row by row, by the heads of its columns. */
type Table = readonly Readonly<Record<string, string>>[]

const PAGE = readFileSync(join(REPOSITORY, 'docs/values.md'), 'utf8')
const TABLES = [...PAGE.matchAll(/^(?:\|.*\n)+/gm)].map(([table]) => tableOf(table))

/** Every text of the page. */
export const ROWS: readonly Row[] = [
  ...tableWith('text').map(({ text = '', ...cells }) => ({
    text: textsIn(text)[0] ?? '',
    said: Object.fromEntries(Object.entries(cells).map(([format, cell]) => [format, saidBy(cell)])),
  })),
  ...tableWith('texts').flatMap(({ texts = '' }) => textsIn(texts).map((text) => ({ text, said: {} }))),
]

/** The formats that the page tells of in words alone, as they say of themselves what they take. */
export const IN_WORDS: readonly string[] = [...PAGE.matchAll(/^- `(portolan:\w+)`/gm)].map(([, name = '']) => name)

/** Whether a format that has no column takes a text, by what the page calls the format. */
export const OTHERS: Readonly<Record<string, (row: Row) => boolean>> = Object.fromEntries(
  tableWith('takes').map(({ format = '', takes = '' }) => [unmarked(format), takenBy(takes)]),
)

/** The rows of the table that has a column of that head. */
function tableWith(head: string): Table {
  return TABLES.find(([first]) => first?.[head] !== undefined) ?? []
}

function tableOf(markdown: string): Table {
  const [heads = [], , ...rows] = markdown.trim().split('\n').map(cellsOf)
  return rows.map((cells) => Object.fromEntries(heads.map((head, column) => [unmarked(head), cells[column] ?? ''])))
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}

function saidBy(cell: string): Verdict {
  if (cell === '') return REFUSED
  return cell === UNSET ? UNSET : { value: JSON.parse(unmarked(cell)) }
}

/** `every text`, `every text but A, B`, `as FORMAT`, `as FORMAT, and A`, `as FORMAT, but not A`, or `A, B`. */
function takenBy(sentence: string): (row: Row) => boolean {
  const listed = textsIn(sentence)
  const [, like = ''] = /^as `(\w+)`/.exec(sentence) ?? []
  if (sentence.startsWith('every text')) return ({ text }) => !listed.includes(text)
  if (like === '') return ({ text }) => listed.includes(text)
  const isException = sentence.includes(', but not ')
  return ({ text, said }) => (listed.includes(text) ? !isException : typeof said[like] === 'object')
}

/** The texts that a cell names: as JSON between backticks, and how many times each is repeated. */
function textsIn(cell: string): string[] {
  return [...cell.matchAll(/(`+) ?(".*?") ?\1(?: ([0-9,]+) times)?/g)].map(([, , json = '', times = '1']) =>
    (JSON.parse(json) as string).repeat(Number(times.replace(',', ''))),
  )
}

function unmarked(cell: string): string {
  return cell.replaceAll('`', '')
}
