import type { Check, Origin, Problem } from './model.js'

/** What a problem is about, and where it came from; absent and null where that cannot be said. */
interface Subject {
  readonly setting?: string | null
  readonly origin?: Origin | null
}

/** An error that a check found, with the next step. */
export function problemOf(
  check: Check,
  message: string,
  help: string,
  { setting = null, origin = null }: Subject = {},
): Problem {
  return { check, severity: 'error', setting, message, origin, help }
}

/** A warning of a check, which stops nothing, with the next step. */
export function warningOf(check: Check, message: string, help: string, subject?: Subject): Problem {
  return { ...problemOf(check, message, help, subject), severity: 'warning' }
}
