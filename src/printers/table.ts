import { stripVTControlCharacters, styleText } from 'node:util'
import type { Resolution, Resolved } from '../model.js'
import { place, shown } from '../problems.js'
import { type SettingReport, settingReport } from '../report.js'
import { aligned } from '../text.js'
import type { Printer } from './printer.js'

const LONGEST = 72

/** A table for people: grouped as the schema is, a value, where it came from, and what it beats. */
export const table: Printer = ({ resolution, selected, reveal, styled }) => {
  const style = (format: 'bold' | 'dim' | 'yellow', text: string) => (styled ? styleText(format, text) : text)
  const groups = selected.map(({ segments }) => segments.slice(0, -1).join('.'))
  const rows = aligned(
    selected.map(({ name }) => {
      const one = settingReport(resolution.resolved.get(name) as Resolved, reveal)
      const plain = one.origin === null || one.origin.layer === 'schema' || one.origin.layer === 'derived'
      const origin = originText(one)
      return [
        `  ${one.name}`,
        valueText(one),
        plain ? style('dim', origin) : style('yellow', origin),
        beats(one),
      ]
    }),
    (cell) => stripVTControlCharacters(cell).length,
  )
  const lines = rows.flatMap((row, index) => {
    const group = groups[index] ?? ''
    return group === groups[index - 1] || group === '' ? [row] : ['', style('bold', group), row]
  })
  return { text: `${[headline(resolution), ...lines].join('\n')}\n`, remarks: [] }
}

function headline({ mode, files }: Resolution): string {
  const read = files.filter(({ state }) => state === 'read').map(({ path }) => path)
  const skipped = files.filter(({ state }) => state === 'skipped').map(({ path }) => `, ${path} skipped`)
  return `mode ${mode ?? 'none'}; files ${read.join(', ') || 'none'}${skipped.join('')}`
}

/** A range is shown with both its ends. */
function valueText({ value, count = 1 }: SettingReport): string {
  const text = shown(value)
  if (count > 1 && typeof value === 'number') return `${value}-${value + count - 1}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text
}

function originText({ origin }: SettingReport): string {
  if (origin === null) return 'not set'
  return origin.layer === 'derived' ? 'derived' : origin.layer === 'inherited' ? 'inherited' : place(origin)
}

function beats({ shadowed }: SettingReport): string {
  if (shadowed.length === 0) return ''
  return `beats ${shadowed.map(({ value, origin }) => `${shown(value)} from ${origin.layer === 'derived' ? 'schema' : place(origin)}`).join(', ')}`
}
