import { atMost, changeLine } from '../../changes.js'
import { EXPORTED } from '../../exported.js'
import type { Origin, Resolved } from '../../model.js'
import { soundsSecret } from '../../secret/signs.js'
import { copiesOf } from '../../stack/frontend.js'
import { lastVariableOf } from '../../stack/last-of-range.js'
import { settingOf } from '../../stack/lookup.js'
import type { Given } from './given.js'

/** The variables whose values differ between what a command was given and would be given. */
export function changedVariables(before: Given, after: Given): string[] {
  // The record of what nobody set by hand only follows the values.
  const names = new Set([...Object.keys(before.env), ...Object.keys(after.env)].filter((name) => name !== EXPORTED))
  return [...names].filter((name) => before.env[name] !== after.env[name])
}

/** Tells of changed variables: `BACKEND_PORT 8203 -> 9000, .env.local:1`, settings first and in the schema's order. */
export function changeLines(names: readonly string[], before: Given, after: Given): string[] {
  const changed = new Set(names)
  const { stack, resolved } = after.resolution
  const declared = stack.settings.filter(({ name, variable }) => variable === name && changed.has(name))
  // What only follows a setting is no news beside it.
  for (const setting of declared) {
    for (const name of [setting.name, lastVariableOf(setting, stack), ...copiesOf(setting, stack.prefixes)]) {
      changed.delete(name ?? '')
    }
  }
  const all = [...declared.map(({ name }) => name), ...changed]
  return atMost(all.map((name) => toldLine(name, before, after, resolved.get(name))))
}

function toldLine(name: string, before: Given, after: Given, resolved: Resolved | undefined): string {
  const valued = (given: Given) => ({
    text: given.env[name] ?? null,
    secret: isSecret(name, given),
    shift: given.resolution.resolved.get(name)?.shift ?? null,
  })
  return changeLine(name, valued(before), valued(after), resolved?.origin ?? undeclaredOrigin(name, after))
}

function isSecret(name: string, { resolution }: Given): boolean {
  const setting = settingOf(name, resolution.stack)
  if (setting !== null) return resolution.resolved.get(setting.name)?.secret === true
  const found = resolution.undeclared.resolve(name)
  return soundsSecret(name) || (found !== null && 'text' in found && found.mayBeSecret)
}

function undeclaredOrigin(name: string, { resolution }: Given): Origin | null {
  const found = resolution.undeclared.resolve(name)
  return found !== null && 'text' in found ? found.origin : null
}
