/**
 * A table is `{ title, columns, rows, notes }`: a column is `{ title, text, right }`, where `text` makes a cell of a row,
 * and `right` aligns it to the right; notes are sentences under the table. All else that a table has is for `--json`. A
 * column whose cells are all empty is left out.
 */

/** A table for a terminal. */
export function printed(table) {
  const { heads, cells, rights } = laidOut(table)
  const widths = heads.map((head, index) => Math.max(...[head, ...cells.map((row) => row[index])].map(width)))
  const line = (row) =>
    row
      .map((cell, index) => (rights[index] ? cell.padStart(widths[index]) : cell.padEnd(widths[index])))
      .join('  ')
      .trimEnd()
  const text = [table.title, '', line(heads), ...cells.map(line), '', ...table.notes.map((note) => `  ${note}`)]
  return `${text.join('\n').trimEnd()}\n`
}

/** A table in Markdown, without its title. */
export function markdown(table) {
  const { heads, cells, rights } = laidOut(table)
  const line = (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = line(rights.map((right) => (right ? '---:' : '---')))
  const notes = table.notes.flatMap((note) => ['', `${note}.`])
  return `${[line(heads), rule, ...cells.map(line), ...notes].join('\n')}\n`
}

function laidOut({ columns, rows }) {
  const kept = columns.filter(({ text }) => rows.some((row) => text(row) !== ''))
  return {
    heads: kept.map(({ title }) => title),
    cells: rows.map((row) => kept.map(({ text }) => text(row))),
    rights: kept.map(({ right = false }) => right),
  }
}

function width(text) {
  return [...text].length
}
