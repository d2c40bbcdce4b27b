import { readFileSync, writeFileSync } from 'node:fs'
import { machineLine } from './machine.js'
import { sideBySide } from './side-by-side.js'
import { markdown } from './table.js'

/**
 * Writes what was measured into a document, each section between its two marks, `<!-- bench:load -->` and
 * `<!-- /bench:load -->`: its tables, with those of several Nodes side by side, and what they were measured with and on.
 */
export function writeDocument(path, runs) {
  const filled = runs[0].sections.reduce(
    (text, { name }) => inRegion(text, name, regionOf(name, runs)),
    readFileSync(path, 'utf8'),
  )
  writeFileSync(path, filled)
}

function regionOf(name, runs) {
  const measured = runs.flatMap(({ machine, sections }) =>
    sections.filter((section) => section.name === name).map(({ tables }) => ({ machine, tables })),
  )
  const tables = measured[0].tables.map((_, index) =>
    markdown(sideBySide(measured.map(({ machine, tables }) => ({ node: machine.node, table: tables[index] })))),
  )
  return `${tables.join('\n')}\nMeasured with ${machineLine(measured.map(({ machine }) => machine))}.`
}

/** A text with something else between two marks. */
export function inRegion(text, name, filling) {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const [from, to] = [text.indexOf(open), text.indexOf(close)]
  if (from < 0 || to < from) throw new Error(`there is no ${open} with a ${close} below it to write the section to`)
  return `${text.slice(0, from + open.length)}\n\n${filling}\n\n${text.slice(to)}`
}
