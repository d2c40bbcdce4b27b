import { referencesIn } from '../expand.js'
import type { Problem, Setting, Stack } from '../model.js'
import { settingOf, settingsByName } from '../stack/lookup.js'
import { suggester } from '../suggestion.js'
import { schemaProblem } from './problem.js'

function referencesOf({ derived, default: text }: Setting): string[] {
  return derived ? referencesIn(text as string) : []
}

/** Names in makers' defaults that are no setting's, so that no layer could ever give them a text. */
export function unknownReferences(stack: Stack): Problem[] {
  const derived = stack.settings.filter((setting) => setting.derived)
  const unknown = derived.flatMap((setting) =>
    referencesOf(setting).flatMap((name) => (settingOf(name, stack) === null ? { setting, name } : [])),
  )
  if (unknown.length === 0) return []
  const suggest = suggester(settingsByName(stack).keys())
  return unknown.map(({ setting, name }) =>
    schemaProblem(
      setting,
      `${setting.name}: its default refers to ${name}, which is no setting`,
      suggest(name, `declare ${name}, or write $\${ for a literal \${`),
    ),
  )
}

/** By path, the sensitive setting that a setting's default is made of, directly or not. */
export function secretsBehind(stack: Stack): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const queue = stack.settings.filter(({ sensitive }) => sensitive).map((one) => ({ part: one, secret: one.name }))
  if (queue.length === 0) return found
  const users = usersOf(stack)
  for (const { part, secret } of queue) {
    for (const user of users.get(part) ?? []) {
      if (found.has(user.path)) continue
      found.set(user.path, secret)
      if (!user.sensitive) queue.push({ part: user, secret })
    }
  }
  return found
}

/** The settings whose defaults refer to a setting. */
function usersOf(stack: Stack): ReadonlyMap<Setting, readonly Setting[]> {
  const users = new Map<Setting, Setting[]>()
  for (const setting of stack.settings) {
    for (const name of referencesOf(setting)) {
      const part = settingOf(name, stack)
      if (part === null) continue
      const others = users.get(part)
      if (others === undefined) users.set(part, [setting])
      else others.push(setting)
    }
  }
  return users
}
