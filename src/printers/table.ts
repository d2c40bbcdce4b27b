import { distanceText, isOfSchema, originText, shown } from '../display.js'
import type { Resolution, Value } from '../model.js'
import { type SettingReport, settingReport } from '../report.js'
import { aligned, cut } from '../text.js'
import type { Printer } from './printer.js'

const LONGEST = 72
/** What begins and ends a style on a terminal. Node's styleText would ask the process's own streams. */
const STYLES = {
  bold: ['\u001b[1m', '\u001b[22m'],
  dim: ['\u001b[2m', '\u001b[22m'],
  yellow: ['\u001b[33m', '\u001b[39m'],
}

/** A table for people: grouped as the schema is, a value, where it came from, and what it beats. */
export const table: Printer = ({ resolution, selected, reveal, styled }) => {
  const style = (name: keyof typeof STYLES, text: string) => (styled && text !== '' ? STYLES[name].join(text) : text)
  const groups = selected.map(({ setting: { segments } }) => segments.slice(0, -1).join('.'))
  const rows = aligned(
    selected.map((resolved) => {
      const one = settingReport(resolved, reveal)
      const plain = one.origin === null || isOfSchema(one.origin)
      const origin = shortOrigin(one)
      return [
        `  ${shown(one.name)}`,
        valueText(one.value, one.count),
        style(plain ? 'dim' : 'yellow', origin),
        beats(one),
      ]
    }),
  )
  const lines = rows.flatMap((row, index) => {
    const group = groups[index] ?? ''
    if (group === groups[index - 1]) return [row]
    return ['', ...(group === '' ? [] : [style('bold', shown(group))]), row]
  })
  return { text: `${[headline(resolution), ...lines].join('\n')}\n`, remarks: [] }
}

function headline({ mode, files }: Resolution): string {
  const read = files.filter(({ state }) => state === 'read').map(({ path }) => path)
  const skipped = files.filter(({ state }) => state === 'skipped').map(({ path }) => `, ${path} skipped`)
  return `mode ${mode ?? 'none'}; files ${read.join(', ') || 'none'}${skipped.join('')}`
}

/** A range is shown with both its ends, and white space at an edge between quotes. */
function valueText(value: Value, count = 1): string {
  if (count > 1 && typeof value === 'number') return `${value}-${value + count - 1}`
  const text = shown(value)
  return cut(text === text.trim() ? text : `"${text}"`, LONGEST)
}

function shortOrigin({ origin, shift }: SettingReport): string {
  if (origin === null) return ''
  const source = origin.layer === 'derived' || origin.layer === 'inherited' ? origin.layer : originText(origin)
  return `${source}${shift === undefined ? '' : ` ${distanceText(shift)}`}`
}

function beats({ shadowed, count }: SettingReport): string {
  const losers = shadowed.map(
    ({ value, origin }) =>
      `${valueText(value, count)} from ${origin.layer === 'derived' ? 'schema' : originText(origin)}`,
  )
  return losers.length === 0 ? '' : `beats ${losers.join(', ')}`
}
