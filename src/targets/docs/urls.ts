import type { Resolution, Resolved } from '../../model.js'
import { settingsByName } from '../../stack/lookup.js'
import { referencesOf } from '../../stack/references.js'

/** The URLs whose values are made of a port, directly or not, in schema order. */
export function portUrls({ resolved, stack }: Resolution): readonly Resolved[] {
  const byName = settingsByName(stack)
  const known = new Map<string, boolean>()
  const isOfPort = (one: Resolved): boolean => {
    const { name } = one.setting
    const found =
      known.get(name) ??
      referencesOf(one).some((reference) => {
        const part = resolved.get(byName.get(reference)?.name ?? reference)
        return part !== undefined && (part.setting.port !== null || isOfPort(part))
      })
    known.set(name, found)
    return found
  }
  return [...resolved.values()].filter((one) => one.setting.format.name === 'url' && isOfPort(one))
}
