import { type Expression, partsOf } from '../../syntax/expression.js'
import { type Found, readBy } from './found.js'
import type { Context, Listen } from './module.js'
import { settingOf } from './setting.js'
import { type Known, worthOf } from './worth.js'

/** Where an expression asks for a variable, or is told a port to listen at. */
export interface Use {
  readonly at: number
  /** Null where it is of no setting that is looked for. */
  readonly found: Found | null
}

const MAY_READ: ReadonlySet<Expression['is']> = new Set(['name', 'item', 'call', 'either', 'choice'])

/** Every use in an expression, however deep. */
export function usesIn(whole: Expression, known: Known, context: Context): Use[] {
  const uses: Use[] = []
  const open = [whole]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const worth = MAY_READ.has(one.is) ? worthOf(one, known) : null
    if (worth !== null && worth.readAt !== null) {
      const at = worth.readAt
      uses.push({ at, found: readBy(worth, null, { at, until: at, doc: null, role: context.role }) })
      continue
    }
    for (const listen of context.listensOf(one)) uses.push(listened(listen, known, context))
    for (const part of partsOf(one).toReversed()) open.push(part)
  }
  return uses
}

function listened({ value, name, weight, role }: Listen, known: Known, { path }: Context): Use {
  const worth = worthOf(value, known)
  const named = worth.setting === null ? settingOf({ within: ['server'], name, path }, worth) : null
  if (named === null) return { at: value.at, found: null }
  const place = { at: value.at, until: value.at, doc: null }
  return { at: value.at, found: { ...place, named: { ...named, isNamed: false }, text: worth.text, weight, role } }
}
