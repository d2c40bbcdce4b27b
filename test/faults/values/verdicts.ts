import { inspect } from 'node:util'
import type { Leaf } from '../../../src/model.js'
import { COLUMNS, OTHER_FORMATS, type Told } from './formats.js'
import { OTHERS, REFUSED, ROWS, type Row, UNSET, type Verdict } from './page.js'

/** Every format of the page, by what it is called there. */
export const FORMATS: readonly (readonly [string, Told])[] = Object.entries({ ...COLUMNS, ...OTHER_FORMATS })

/** What the page says of a text in a format. */
export function said(row: Row, format: string): Verdict {
  const { text } = row
  if (COLUMNS[format] !== undefined) return row.said[format] ?? REFUSED
  if (text === '') return UNSET
  const read = OTHER_FORMATS[format]?.read ?? ((taken: string) => taken)
  return OTHERS[format]?.(row) === true ? { value: read(text) } : REFUSED
}

/** A text as the title of a test. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 20)}... (${text.length} characters)` : text)
}

export const variable = (index: number) => `V${index}`

/** A schema with a setting for each leaf, V0, V1, ..., each with an option of the same name. */
export function schemaOf(leaves: readonly Leaf[]): object {
  const settings = leaves.map((leaf, index) => [`v${index}`, { ...leaf, env: variable(index), arg: variable(index) }])
  return Object.fromEntries(settings)
}

/** What the environment of a process can hold. */
export const IN_PROCESS = ROWS.filter(({ text }) => !/[\0\p{Cs}]/u.test(text))

/** A schema of the leaves, as the text of a module. */
export function schemaModule(leaves: readonly Leaf[]): string {
  const text = inspect(schemaOf(leaves), { depth: null, maxArrayLength: null, maxStringLength: null })
  return `module.exports = ${text.replaceAll(/\[Function: (\w+)\]/g, '$1')}`
}
