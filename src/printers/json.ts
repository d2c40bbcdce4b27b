import { report } from '../report.js'
import type { Printer } from './printer.js'

/** The whole report, with the selected settings. */
export const json: Printer = ({ resolution, selected, reveal }) => {
  const whole = report(resolution, reveal)
  const paths = new Set(selected.map(({ path }) => path))
  const settings = whole.settings.filter(({ path }) => paths.has(path))
  return { text: `${JSON.stringify({ ...whole, settings }, null, 2)}\n`, remarks: [] }
}
