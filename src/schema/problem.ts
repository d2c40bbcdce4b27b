import type { Problem, Setting } from '../model.js'
import { problemOf } from '../problem.js'

/** Something wrong with the schema, at a setting or as a whole. */
export function schemaProblem(setting: Setting | null, message: string, help: string): Problem {
  const origin = setting === null ? null : ({ layer: 'schema', path: setting.path } as const)
  return problemOf('schema', message, help, { setting: setting?.name ?? null, origin })
}
