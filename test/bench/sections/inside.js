import { readTable } from '../inside/read-table.js'
import { warmTables } from '../inside/warm-tables.js'

/** What the configuration costs once the process is there. */
export const inside = {
  name: 'inside',
  title: 'a read, and a load of ever more settings, in a process that runs',
  light: true,
  measure: async (bench) => [readTable(bench), ...(await warmTables(bench))],
}
