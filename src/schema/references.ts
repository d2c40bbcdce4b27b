import { referencesIn } from '../expand.js'
import type { Problem, Setting, Stack } from '../model.js'
import { settingsByName } from '../stack/lookup.js'
import { suggester } from '../suggestion.js'
import { schemaProblem } from './problem.js'

function referencesOf({ derived, default: text }: Setting): string[] {
  return derived ? referencesIn(text as string) : []
}

/** Names in makers' defaults that are no setting's, so that no layer could ever give them a text. */
export function unknownReferences(stack: Stack): Problem[] {
  const known = settingsByName(stack)
  const suggest = suggester(known.keys())
  return stack.settings.flatMap((setting) =>
    referencesOf(setting)
      .filter((name) => !known.has(name))
      .map((name) =>
        schemaProblem(
          setting,
          `${setting.name}: its default refers to ${name}, which is no setting`,
          suggest(name, `declare ${name}, or write $\${ for a literal \${`),
        ),
      ),
  )
}

/** By path, the sensitive setting that a setting's default is made of, directly or not. */
export function secretsBehind(stack: Stack): ReadonlyMap<string, string> {
  const users = usersOf(stack)
  const found = new Map<string, string>()
  const queue = stack.settings.filter(({ sensitive }) => sensitive).map((one) => ({ part: one, secret: one.name }))
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
  const known = settingsByName(stack)
  const users = new Map<Setting, Setting[]>(stack.settings.map((setting) => [setting, []]))
  for (const setting of stack.settings) {
    for (const name of referencesOf(setting)) {
      const part = known.get(name)
      if (part !== undefined) users.get(part)?.push(setting)
    }
  }
  return users
}
