/** The tables of a Markdown text: rows of cells as a reader sees them, the head first and the line below it left out. */
export function tablesIn(markdown: string): string[][][] {
  const tables: string[][][] = []
  let isInside = false
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const row = line.trim()
    if (row.startsWith('|') && !isInside) tables.push([])
    isInside = row.startsWith('|')
    if (isInside && !/^[|\s-]+$/.test(row)) tables.at(-1)?.push(cellsOf(row))
  }
  return tables
}

/** GFM: a vertical bar parts cells where no backslash escapes it, and one in code is escaped too. */
function cellsOf(row: string): string[] {
  const parts = row.match(/(?:\\.|[^\\|])*\|/g) ?? []
  return parts.slice(1).map((part) => seen(part.slice(0, -1).trim()))
}

/** What a reader sees of a cell, without its style. An element of HTML is shown as such, so that it is missed. */
function seen(cell: string): string {
  if (/^`[^`]*`$/.test(cell)) return cell.slice(1, -1)
  return cell
    .replace(/<(https?:[^>]*)>|<[^>]*>?/g, (_, url: string | undefined) => url ?? '(an element)')
    .replace(/\\([!-/:-@[-`{-~])|&lt;|&amp;|&#123;/g, (whole, escaped: string | undefined) => {
      return escaped ?? { '&lt;': '<', '&amp;': '&', '&#123;': '{' }[whole] ?? whole
    })
}
