import { report, settingReport } from '../report.js'
import { jsonText } from '../text.js'
import type { Printer } from './printer.js'

/** The whole report, with the selected settings. */
export const json: Printer = ({ resolution, selected, reveal }) => {
  const settings = selected.map((resolved) => settingReport(resolved, reveal))
  return { text: jsonText({ ...report(resolution, reveal), settings }), remarks: [] }
}
