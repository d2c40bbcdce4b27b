import { UsageError } from '../errors.js'
import type { Resolution, Resolved, Setting, Stack } from '../model.js'
import { suggestion } from '../suggestion.js'
import { shownWord } from '../text.js'
import { settingOf, settingsByName, unknownName } from './lookup.js'
import { portSettings } from './services.js'

/** The names that a verb is called with, which may stand behind `--` too. */
export function namesOf(call: { readonly words: readonly string[]; readonly rest: readonly string[] | null }) {
  return [...call.words, ...(call.rest ?? [])]
}

/**
 * The settings that words name: by name, path, group or service, in schema order; all without words.
 * @throws UsageError where a word names nothing
 */
export function select(words: readonly string[], resolution: Resolution): readonly Resolved[] {
  const all = [...resolution.resolved.values()]
  if (words.length === 0) return all
  const wanted = new Set(words.flatMap((word) => named(word, resolution.stack)))
  return all.filter(({ setting }) => wanted.has(setting))
}

/**
 * The ports among the settings that words name, as `select` does.
 * @throws UsageError where a word names nothing, or nothing that is a port
 */
export function selectPorts(words: readonly string[], resolution: Resolution): readonly Resolved[] {
  const other = words.find((word) => select([word], resolution).every(({ setting }) => setting.port === null))
  if (other === undefined) return select(words, resolution).filter(({ setting }) => setting.port !== null)
  const what = settingOf(other, resolution.stack) === null ? 'has no port' : 'is no port'
  throw new UsageError(`${shownWord(other)} ${what}`, '`config status` lists the ports')
}

/**
 * The setting of a name or path.
 * @throws UsageError where it is no setting's
 */
export function settingNamed(word: string, stack: Stack): Setting {
  const setting = settingOf(word, stack)
  if (setting !== null) return setting
  if (membersOf(word, stack).length > 0) {
    const help = `\`config print ${shownWord(word)}\` shows its settings`
    throw new UsageError(`${shownWord(word)} is a group, not a setting`, help)
  }
  const { message, help } = unknownName(word, stack)
  throw new UsageError(message, help)
}

/**
 * What became of the setting of a name or path.
 * @throws UsageError where it is no setting's
 */
export function selectOne(word: string, { resolved, stack }: Resolution): Resolved {
  return resolved.get(settingNamed(word, stack).name) as Resolved
}

function named(word: string, stack: Stack): readonly Setting[] {
  const setting = settingOf(word, stack)
  if (setting !== null) return [setting]
  const members = membersOf(word, stack)
  if (members.length > 0) return members
  const service = portSettings(stack).get(word)
  if (service !== undefined) return [service]
  const groups = stack.settings.flatMap(({ segments }) =>
    segments.slice(0, -1).map((_, index) => segments.slice(0, index + 1).join('.')),
  )
  throw new UsageError(
    `${shownWord(word)} is no setting and no group`,
    suggestion(
      word,
      [...settingsByName(stack).keys(), ...groups, ...portSettings(stack).keys()],
      '`config print` lists them all',
    ),
  )
}

function membersOf(group: string, stack: Stack): readonly Setting[] {
  return stack.settings.filter(({ path }) => path.startsWith(`${group}.`))
}
