import type { Problem, Setting, Stack } from '../model.js'
import { problemOf } from '../problem.js'
import { suggestion } from '../suggestion.js'
import { shownWord } from '../text.js'

const known = new WeakMap<Stack, ReadonlyMap<string, Setting>>()

/** Settings by what a reference or a command may call them: name, and path. */
export function settingsByName(stack: Stack): ReadonlyMap<string, Setting> {
  const found = known.get(stack)
  if (found !== undefined) return found
  const byName = new Map<string, Setting>()
  for (const setting of stack.settings) byName.set(setting.name, setting)
  for (const setting of stack.settings) if (!byName.has(setting.path)) byName.set(setting.path, setting)
  known.set(stack, byName)
  return byName
}

/** The setting of a name or path, or null. */
export function settingOf(word: string, stack: Stack): Setting | null {
  return settingsByName(stack).get(word) ?? null
}

/** The problem that a word is no setting's name or path. */
export function unknownName(word: string, stack: Stack): Problem {
  const help = suggestion(word, settingsByName(stack).keys(), '`config print` lists them all')
  return problemOf('name', `${shownWord(word)} is no setting`, help)
}
