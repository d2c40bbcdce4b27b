import type { Problem, Setting, Stack } from './model.js'
import { suggestion } from './names.js'
import { settingsByName } from './resolve/index.js'
import { visible } from './text.js'

/** The setting of a name or path, or null. */
export function settingOf(word: string, stack: Stack): Setting | null {
  return settingsByName(stack).get(word) ?? null
}

/** The problem that a name is no setting's, or null where it is one's. */
export function unknownName(word: string, stack: Stack): Problem | null {
  const known = settingsByName(stack)
  if (known.has(word)) return null
  return {
    check: 'name',
    severity: 'error',
    setting: null,
    message: `${visible(word)} is no setting`,
    origin: null,
    help: suggestion(word, known.keys(), '`config print` lists them all'),
  }
}
