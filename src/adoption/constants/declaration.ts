import { type Entry, type Expression, plainText } from '../../syntax/expression.js'
import type { Variant } from '../mention.js'
import { defaultIn } from './worth.js'

/** A name that a text gives to a value. */
export interface Declaration {
  /** Of the classes and tables that it is in, outermost first. */
  readonly within: readonly string[]
  readonly name: string
  readonly value: Expression
  /** Where the name begins; an offset. */
  readonly at: number
  /** Where the value ends, at the least; an offset. */
  readonly until: number
  /** The variable that sets it from the environment without being asked for here, as a settings class has it; null without one. */
  readonly variable: string | null
  /** Where a condition decides whether it is so. */
  readonly isConditional: boolean
  /** Where a function has the name for itself. */
  readonly isLocal: boolean
  /** What the text says of it beside comments; null where it says nothing. */
  readonly doc: string | null
  /** Where a function gives it back, and nothing has the name itself. Absent: it is assigned. */
  readonly returned?: { readonly variant: Variant | null }
}

const DEEPEST = 8
/** What tells one table of a list from the others. */
const NAMES = new Set(['name', 'service', 'id'])

/** A declaration, or those of the entries of the table that it is. */
export function flattened(declaration: Declaration, depth = 0): Declaration[] {
  const value = listed(defaultIn(declaration.value))
  if (value.is !== 'table' || depth > DEEPEST) return [{ ...declaration, value }]
  if (isConvicts(value)) return []
  return value.entries.flatMap((entry) => {
    const { key: name, at } = entry
    const inner = { ...declaration, within: [...declaration.within, declaration.name], name, value: entry.value, at }
    return flattened({ ...inner, until: at, variable: null, doc: null }, depth + 1)
  })
}

/** A setting of a convict schema, which says itself what it is. */
function isConvicts({ entries }: Expression & { is: 'table' }): boolean {
  const keys = entries.map(({ key }) => key)
  return keys.includes('default') && (keys.includes('env') || keys.includes('format'))
}

/** `[{ "name": "backend", "port": 8203 }]` as `{ "backend": { "port": 8203 } }`. */
function listed(value: Expression): Expression {
  if (value.is !== 'list') return value
  const entries = value.items.flatMap((item): Entry[] => {
    const key = item.is === 'table' ? plainText(item.entries.find(({ key }) => NAMES.has(key))?.value) : null
    return key === null ? [] : [{ key, value: item, at: item.at }]
  })
  return entries.length === 0 ? value : { is: 'table', entries, at: value.at }
}
