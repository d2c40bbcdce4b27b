import { assigned } from './assigned.js'
import type { Mention } from './mention.js'

/** `$NAME`, or `${NAME}` with what follows the name, as shells and Compose have them. */
export interface Reference {
  readonly name: string
  /** What stands in for the name where it is unset or empty; empty where nothing does. */
  readonly otherwise: string
  /** From and to which offset it is written. */
  readonly at: number
  readonly end: number
}

const PIECE = /\$\$|\\\$|\$\{([A-Za-z_]\w*)(:?[-=?+])?|\$([A-Za-z_]\w*)|\}/g

/** The references of a text, of one within another the inner one first. `$$` and `\$` begin none. */
export function referencesOf(text: string): Reference[] {
  const found: Reference[] = []
  const open: { name: string; operator: string; at: number; from: number }[] = []
  for (const { 0: piece, 1: braced, 2: operator = '', 3: bare, index: at } of text.matchAll(PIECE)) {
    const end = at + piece.length
    if (bare !== undefined) found.push({ name: bare, otherwise: '', at, end })
    if (braced !== undefined) open.push({ name: braced, operator, at, from: end })
    const closed = piece === '}' ? open.pop() : undefined
    if (closed === undefined) continue
    const standsIn = /^:?[-=]$/.test(closed.operator)
    found.push({ name: closed.name, otherwise: standsIn ? text.slice(closed.from, at) : '', at: closed.at, end })
  }
  return found
}

/** Whether a text is nothing but one reference. */
export function isReference(text: string): boolean {
  return text.startsWith('$') && referencesOf(text).some(({ at, end }) => at === 0 && end === text.length)
}

/** A mention without what its surroundings say of it. */
export type Bare = Pick<Mention, 'name' | 'isNamed' | 'kind' | 'text' | 'weight'>

/** What a reference says of the setting that it names; null where it names none. */
export function mentionOf({ name, otherwise }: Reference): Bare | null {
  const setting = assigned(name, otherwise)
  return setting === null
    ? null
    : { name, isNamed: true, ...setting, weight: setting.text === null ? 'hint' : 'fallback' }
}
