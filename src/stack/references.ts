import { referencesIn } from '../expand.js'
import type { Resolution, Resolved } from '../model.js'
import { settingsByName } from './lookup.js'
import { slotSetting } from './slot.js'

/** The names that a setting's winning text refers to. */
export function referencesOf({ template }: Resolved): string[] {
  return template === null ? [] : referencesIn(template)
}

/** The settings without a valid value that keep this one from having a value, though its own text is fine. */
export function missingFor(one: Resolved, { resolved, stack }: Resolution): string[] {
  if (one.text !== null || one.problem !== null || one.origin === null) return []
  const byName = settingsByName(stack)
  const slot = one.setting.port?.shift ? slotSetting(stack) : null
  return [...referencesOf(one), ...(slot === null ? [] : [slot.name])].filter(
    (name) => resolved.get(byName.get(name)?.name ?? name)?.text === null,
  )
}

/** The settings whose values are made of this one, directly or not, in schema order: of a slot, the ports it shifts too. */
export function usedBy({ setting }: Resolved, { resolved, stack }: Resolution): string[] {
  const byName = settingsByName(stack)
  const slot = slotSetting(stack)
  const usersOf = new Map<string, string[]>()
  for (const other of resolved.values()) {
    for (const reference of [...referencesOf(other), ...(other.shift === null || slot === null ? [] : [slot.name])]) {
      const name = byName.get(reference)?.name ?? reference
      const users = usersOf.get(name)
      if (users === undefined) usersOf.set(name, [other.setting.name])
      else users.push(other.setting.name)
    }
  }
  const users = new Set([setting.name])
  for (const used of users) for (const user of usersOf.get(used) ?? []) users.add(user)
  users.delete(setting.name)
  return [...resolved.keys()].filter((name) => users.has(name))
}
