import type { Problem, Setting, Stack } from '../model.js'
import { problemOf } from '../problem.js'
import { suggestion } from '../suggestion.js'
import { shownWord } from '../text.js'

type ByName = ReadonlyMap<string, Setting>

const allWords = new WeakMap<Stack, ByName>()
const wordsWithoutDot = new WeakMap<Stack, ByName>()

/** Settings by what a reference or a command may call them: name, and path. */
export function settingsByName(stack: Stack): ByName {
  const known = allWords.get(stack) ?? byName(stack, () => true)
  allWords.set(stack, known)
  return known
}

/** The same by words without a dot, as variables are: most settings stand in groups, whose paths have one. */
function settingsByVariable(stack: Stack): ByName {
  const known = wordsWithoutDot.get(stack) ?? byName(stack, (word) => !word.includes('.'))
  wordsWithoutDot.set(stack, known)
  return known
}

function byName({ settings }: Stack, isWanted: (word: string) => boolean): ByName {
  const found = new Map<string, Setting>()
  for (const setting of settings) if (isWanted(setting.name)) found.set(setting.name, setting)
  for (const setting of settings) {
    if (isWanted(setting.path) && !found.has(setting.path)) found.set(setting.path, setting)
  }
  return found
}

/** The setting of a name or path, or null. */
export function settingOf(word: string, stack: Stack): Setting | null {
  const known = word.includes('.') ? settingsByName(stack) : settingsByVariable(stack)
  return known.get(word) ?? null
}

/** The problem that a word is no setting's name or path. */
export function unknownName(word: string, stack: Stack): Problem {
  const help = suggestion(word, settingsByName(stack).keys(), '`config print` lists them all')
  return problemOf('name', `${shownWord(word)} is no setting`, help)
}
