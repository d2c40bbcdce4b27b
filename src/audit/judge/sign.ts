import type { Verdict } from '../model.js'
import type { Place } from './place.js'

/** What a sign makes of a number: a port, for a reason, or something else for certain. */
export type Opinion = Pick<Verdict, 'sure' | 'why'> | 'no port'

/** A family of contexts by which a number is known to be a port, or known not to be one. */
export interface Sign {
  readonly name: string
  /** Null where this family cannot tell; a later one may. */
  read(place: Place): Opinion | null
}

/** An opinion that leaves no doubt. */
export function certain(why: string): Opinion {
  return { sure: 'high', why }
}

export function likely(why: string): Opinion {
  return { sure: 'medium', why }
}
