import type { Problem, Setting } from '../model.js'

/** Something wrong with the schema, at a setting or as a whole. */
export function schemaProblem(setting: Setting | null, message: string, help: string): Problem {
  const origin = setting === null ? null : ({ layer: 'schema', path: setting.path } as const)
  return { check: 'schema', severity: 'error', setting: setting?.name ?? null, message, origin, help }
}
