/**
 * A table is `{ title, columns, rows, notes }`, where notes are sentences under it. All else that a table has is for
 * `--json`. A column is
 *
 * - `title`, and `text`, which makes the cell of a row,
 * - `right`: aligned to the right,
 * - `measured`: differs from Node to Node, so that tables of several stand side by side in it (side-by-side.js),
 * - `detail`: measured too, and left out where several Nodes stand side by side.
 *
 * A column whose cells are all empty is not shown.
 */

/** A table for a terminal. */
export function printed(table) {
  const { heads, cells, rights, widths } = laidOut(table)
  const line = (row) => padded(row, rights, widths).join('  ').trimEnd()
  const text = [table.title, '', line(heads), ...cells.map(line), '', ...table.notes.map((note) => `  ${note}`)]
  return `${text.join('\n').trimEnd()}\n`
}

/** A table in Markdown, with its title. */
export function markdown(table) {
  const { heads, cells, rights, widths } = laidOut(table, (text) => text.replaceAll('|', '\\|'))
  const line = (row) => `| ${padded(row, rights, widths).join(' | ')} |`
  const rule = widths.map((width, index) => (rights[index] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  const notes = table.notes.map((note) => `- ${note}`)
  const parts = [`**${table.title}**`, [line(heads), line(rule), ...cells.map(line)].join('\n'), notes.join('\n')]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function laidOut({ columns, rows }, escaped = (text) => text) {
  const kept = columns.filter(({ text }) => rows.some((row) => text(row) !== ''))
  const heads = kept.map(({ title }) => title)
  const cells = rows.map((row) => kept.map(({ text }) => escaped(text(row))))
  return {
    heads,
    cells,
    rights: kept.map(({ right = false }) => right),
    widths: heads.map((head, index) => Math.max(3, head.length, ...cells.map((row) => row[index].length))),
  }
}

function padded(row, rights, widths) {
  return row.map((cell, index) => (rights[index] ? cell.padStart(widths[index]) : cell.padEnd(widths[index])))
}
