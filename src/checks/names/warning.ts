import type { Origin, Problem } from '../../model.js'

/** A problem of a name; it stops nothing. */
export function warning(setting: string | null, message: string, origin: Origin, help: string): Problem {
  return { check: 'names', severity: 'warning', setting, message, origin, help }
}
