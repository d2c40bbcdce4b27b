/**
 * The tables that a section made with several Nodes, as one, in which each measured column stands once for each Node.
 * `runs` is a list of `{ node, table }`, where `node` is a version as `v20.19.0`. A row that only some of them have, as of
 * a tool that needs a newer Node, is empty in the others.
 */
export function sideBySide(runs) {
  if (runs.length === 1) return runs[0].table
  const { title, columns } = runs[0].table
  const shared = columns.filter(({ measured = false, detail = false }) => !measured && !detail)
  const keyOf = (row) => JSON.stringify(shared.map(({ text }) => text(row)))
  const sides = runs.map(({ node, table }) => ({
    version: node.slice(1),
    rowOf: new Map(table.rows.map((row) => [keyOf(row), row])),
  }))
  const alone = columns.filter(({ measured = false }) => measured).length === 1
  const split = (column) =>
    sides.map(({ version, rowOf }) => ({
      ...column,
      title: alone ? `Node ${version}` : `${column.title}, Node ${version}`,
      text: (row) => (rowOf.has(keyOf(row)) ? column.text(rowOf.get(keyOf(row))) : ''),
    }))
  // Its order has a place for what others lack.
  const longestFirst = runs.toSorted((one, other) => other.table.rows.length - one.table.rows.length)
  return {
    title,
    columns: columns.flatMap((column) => (column.measured ? split(column) : shared.includes(column) ? [column] : [])),
    rows: [...new Map(longestFirst.flatMap(({ table }) => table.rows.map((row) => [keyOf(row), row]))).values()],
    notes: notesOf(runs),
  }
}

/** The notes of all, each with its Node where the others do not say the same. */
function notesOf(runs) {
  const common = runs[0].table.notes.filter((note) => runs.every(({ table }) => table.notes.includes(note)))
  const own = runs.flatMap(({ node, table }) =>
    table.notes.filter((note) => !common.includes(note)).map((note) => `Node ${node.slice(1)}: ${note}`),
  )
  return [...own, ...common]
}
