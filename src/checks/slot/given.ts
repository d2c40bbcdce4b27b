import type { Origin } from '../../model.js'

/** Whether whoever called the program said it, for this one time. */
export function isGiven(origin: Origin | null): boolean {
  return origin?.layer === 'environment' || origin?.layer === 'flag'
}
