import type { Resolution, Setting } from '../../model.js'
import { reachesFrontend } from '../../stack/frontend.js'
import type { Constant } from './constants.js'
import type { Part } from './parts.js'

/**
 * What `config exec` hands on under a setting's own name while nobody says another: made like the constant, but for the
 * host, which is the configured one. Null where that name is none of the page's, or the page's host has no part in it.
 */
export function usualParts(
  constant: Constant,
  constants: readonly Constant[],
  { stack }: Resolution,
): readonly Part[] | null {
  const { name, variable } = constant.resolved.setting
  if (variable !== name || !reachesFrontend(name, stack.prefixes)) return null
  return hasPage(constant, constants) ? withoutPage(constant, constants) : null
}

function hasPage({ fallback }: Constant, constants: readonly Constant[]): boolean {
  return fallback.some((part) => {
    const made = 'value' in part ? constantOf(part.value, constants) : undefined
    return 'page' in part || (made !== undefined && hasPage(made, constants))
  })
}

function withoutPage({ fallback }: Constant, constants: readonly Constant[]): Part[] {
  return fallback.flatMap((part) => {
    if ('page' in part) return typeof part.page === 'string' ? { text: part.page } : { stated: part.page }
    const made = 'value' in part ? constantOf(part.value, constants) : undefined
    return made !== undefined && hasPage(made, constants) ? withoutPage(made, constants) : part
  })
}

function constantOf(setting: Setting, constants: readonly Constant[]): Constant | undefined {
  return constants.find(({ resolved }) => resolved.setting === setting)
}
