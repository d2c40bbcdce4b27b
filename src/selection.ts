import { UsageError } from './errors.js'
import type { Setting, Stack } from './model.js'
import { suggestion } from './names.js'
import { settingsByName } from './resolve/index.js'
import { visible } from './text.js'

/**
 * The settings that words name: by name, path or group, in schema order; all without words.
 * @throws UsageError where a word names nothing
 */
export function select(words: readonly string[], stack: Stack): readonly Setting[] {
  if (words.length === 0) return stack.settings
  const wanted = new Set(words.flatMap((word) => named(word, stack)))
  return stack.settings.filter((setting) => wanted.has(setting))
}

function named(word: string, stack: Stack): readonly Setting[] {
  const setting = settingsByName(stack).get(word)
  if (setting !== undefined) return [setting]
  const members = stack.settings.filter(({ path }) => path.startsWith(`${word}.`))
  if (members.length > 0) return members
  const groups = stack.settings.map(({ segments }) => segments.slice(0, -1).join('.'))
  const words = [...settingsByName(stack).keys(), ...groups]
  throw new UsageError(
    `${visible(word)} is no setting and no group`,
    suggestion(word, words, '`config print` lists them all'),
  )
}

/**
 * The setting of a name or path.
 * @throws UsageError where it is no setting's
 */
export function selectOne(word: string, stack: Stack): Setting {
  const known = settingsByName(stack)
  const setting = known.get(word)
  if (setting !== undefined) return setting
  throw new UsageError(
    `${visible(word)} is no setting`,
    suggestion(word, known.keys(), '`config print` lists them all'),
  )
}
