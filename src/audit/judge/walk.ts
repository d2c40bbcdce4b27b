import type { Bond } from './bonds.js'
import type { Role } from './words.js'

/** What stands between a name and the number that stands in for it: `||`, `??`, `?:`, `:-`, a method's dot. */
export const DEFAULT = /\|\||\?|^:?-$|^\./
/** A bracket that is still open. */
export const OPEN = /[{[(]/
/** The name or the text of a host. */
export const HOST = /(?:^|[._])\w*host(?:name)?$|^(?:\d{1,3}\.){3}\d{1,3}$/i

/** What has been passed on the way out from the number. */
export interface Walk {
  /** Nothing yet. */
  readonly first: boolean
  /** The number stands in for what is missing. */
  readonly defaulted: boolean
  /** It is one of several arguments or items that are numbers. */
  readonly numbers: boolean
  /** It belongs to a name that tells nothing; an enclosing one may. */
  readonly nested: boolean
  /** A bracket was open before a word that is only a type. */
  readonly opened: boolean
  /** It belongs to a key such as `default` or `value`; its neighbours may tell of what. */
  readonly keyed: boolean
  /** A neighbour among the arguments is the text of a host. */
  readonly besideHost: boolean
  /** A neighbour among the arguments speaks of a port. */
  readonly besidePort: boolean
}

export const START: Walk = {
  first: true,
  defaulted: false,
  numbers: false,
  nested: false,
  opened: false,
  keyed: false,
  besideHost: false,
  besidePort: false,
}

/** The walk behind one more name. */
export function past(bond: Bond, role: Role, walk: Walk): Walk {
  const isNumber = /^\d/.test(bond.name)
  return {
    first: false,
    defaulted: walk.defaulted || DEFAULT.test(bond.link) || bond.name === 'or',
    numbers: walk.numbers || (isNumber && bond.link.startsWith(',')),
    nested: walk.nested || (!isNumber && !bond.inside && role === 'other' && /^[:=]/.test(bond.link)),
    opened: walk.opened || (walk.nested && role === 'neutral' && OPEN.test(bond.link)),
    keyed: walk.keyed || (walk.first && role === 'neutral' && /^[:=]/.test(bond.link)),
    besideHost: walk.besideHost || (bond.quoted && bond.link.startsWith(',') && HOST.test(bond.name)),
    besidePort: walk.besidePort || (role === 'port' && bond.link.startsWith(',')),
  }
}
