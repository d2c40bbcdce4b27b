import type { Origin, Problem } from '../../model.js'

/** A problem of a line; it stops nothing. */
export function warning(setting: string | null, message: string, origin: Origin, help: string): Problem {
  return { check: 'shadowed', severity: 'warning', setting, message, origin, help }
}
