import { referencesIn } from '../expand.js'
import { settingsByName } from '../lookup.js'
import type { Problem, Setting, Stack } from '../model.js'
import { suggestion } from '../names.js'
import { schemaProblem } from './problem.js'

function referencesOf({ derived, default: text }: Setting): string[] {
  return derived ? referencesIn(text as string) : []
}

/** Names in a maker's default that are no setting's, so that no layer could ever give it a text. */
export function unknownReferences(setting: Setting, stack: Stack): Problem[] {
  const known = settingsByName(stack)
  return referencesOf(setting)
    .filter((name) => !known.has(name))
    .map((name) =>
      schemaProblem(
        setting,
        `${setting.name}: its default refers to ${name}, which is no setting`,
        suggestion(name, known.keys(), `declare ${name}, or write $\${ for a literal \${`),
      ),
    )
}

/** By path, the sensitive setting that a setting's default is made of, directly or not. */
export function secretsBehind(stack: Stack): ReadonlyMap<string, string> {
  const known = settingsByName(stack)
  const found = new Map<string, string | null>()
  const secretIn = (setting: Setting): string | null => {
    const before = found.get(setting.path)
    if (before !== undefined) return before
    found.set(setting.path, null)
    for (const name of referencesOf(setting)) {
      const part = known.get(name)
      const secret = part === undefined ? null : part.sensitive ? part.name : secretIn(part)
      if (secret !== null) found.set(setting.path, secret)
    }
    return found.get(setting.path) ?? null
  }
  for (const setting of stack.settings) secretIn(setting)
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== null))
}
