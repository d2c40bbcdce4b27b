import type { Audit } from '../../audit/index.js'
import type { Read } from '../../audit/usage.js'
import type { Stack } from '../../model.js'
import { lastVariableOf } from '../../stack/last-of-range.js'
import { settingOf } from '../../stack/lookup.js'

/** The variables that some file should name: those that no other setting, target or variant hands on; but not the slot. */
export function namesToLookFor(stack: Stack): string[] {
  const { settings, targets, variants } = stack
  const defaults = settings.flatMap(({ default: value }) => (typeof value === 'string' ? value : []))
  const handing = JSON.stringify([defaults, [...targets.values()], variants])
  const handedOn = new Set(handing.match(/\w+/g))
  return settings.flatMap(({ variable, slot }) =>
    variable === null || slot !== null || handedOn.has(variable) ? [] : variable,
  )
}

/** Where code reads variables that are no setting's. */
export function undeclaredReads(reads: readonly Read[], stack: Stack): Read[] {
  const variables = new Set(stack.settings.flatMap((setting) => [setting.variable, lastVariableOf(setting, stack)]))
  return reads.filter(({ name }) => !variables.has(name) && settingOf(name, stack) === null)
}

/** Those among the names looked for that stand nowhere. */
export function unreadNames(names: readonly string[], { named, reads }: Audit): string[] {
  const seen = new Set([...named, ...reads.map(({ name }) => name)])
  return names.filter((name) => !seen.has(name))
}
