import type { Value } from '../model.js'
import { settingReport } from '../report.js'
import { withHidden } from '../text.js'
import type { Printer } from './printer.js'

/** Words that YAML 1.1 takes for something else than text. */
const RESERVED = /^(?:y|yes|n|no|true|false|on|off|null|[0-9.].*)$/i

/** One mapping of names and values, as every YAML reader takes it. */
export const yaml: Printer = ({ selected, reveal }) => {
  const lines = selected.map((resolved) => {
    const { name, value } = settingReport(resolved, reveal)
    return `${key(name)}: ${scalar(value)}\n`
  })
  return { text: lines.join(''), remarks: [] }
}

function key(name: string): string {
  return /^[A-Za-z_][\w.]*$/.test(name) && !RESERVED.test(name) ? name : scalar(name)
}

function scalar(value: Value): string {
  return flow(JSON.parse(JSON.stringify(value)))
}

/** JSON is YAML, but for a few characters, and for numbers like 1e+21: YAML 1.1 asks for a point in them. */
function flow(json: unknown): string {
  if (typeof json === 'number') return `${json}`.replace(/^(-?\d+)e/, '$1.0e')
  if (Array.isArray(json)) return `[${json.map(flow).join(', ')}]`
  if (typeof json === 'object' && json !== null) {
    return `{${Object.entries(json)
      .map(([name, inner]) => `${flow(name)}: ${flow(inner)}`)
      .join(', ')}}`
  }
  return withHidden(JSON.stringify(json), escaped)
}

/** Some of that YAML readers would not take as it is inside double quotes; the rest a person could not see. */
function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
}
