import type { Setting, Stack } from '../model.js'
import { settingOf } from './lookup.js'

/**
 * The variable that hands on the last port of a range, for consumers that cannot add: `AVATAR_BASE_PORT_LAST`. Null for
 * a single port, and where a setting has that name.
 */
export function lastVariableOf({ port, variable }: Setting, stack: Stack): string | null {
  if (port === null || port.count === 1 || variable === null) return null
  const name = `${variable}_LAST`
  return settingOf(name, stack) === null ? name : null
}
