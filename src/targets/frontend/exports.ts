import { ConfigError } from '../../errors.js'
import type { Problem, Resolution, Resolved, Setting, Stack } from '../../model.js'
import { problemOf } from '../../problem.js'
import { reachesFrontend } from '../../stack/frontend.js'
import { settingOf, settingsByName } from '../../stack/lookup.js'
import { suggestion } from '../../suggestion.js'
import { quoted } from '../../text.js'
import type { TargetRequest } from '../target.js'
import { mayBeNamed } from './names.js'

/** What is wrong with what a schema says of the values, or null. */
export function wrongValues(values: unknown): string | null {
  const isObject = typeof values === 'object' && values !== null
  if (isObject && Object.values(values).every((word) => typeof word === 'string')) return null
  return 'neither an object of settings by exported name nor a list of settings'
}

/**
 * The values that the module exports, by name, in order: as `values` says, else every public setting by its own name.
 * @throws ConfigError with every name that cannot be exported
 */
export function exportsOf({ resolution, options }: TargetRequest): ReadonlyMap<string, Resolved> {
  const named = namesIn(options.values, resolution)
  const problems = named.flatMap(([name, word]) => problemWith(name, word, resolution) ?? [])
  if (problems.length > 0) throw new ConfigError(problems)
  return new Map(named.flatMap(([name, word]) => resolvedOf(word, resolution).map((resolved) => [name, resolved])))
}

/** Exported names and what they export, a setting's name or path. */
function namesIn(values: unknown, { stack }: Resolution): [name: string, word: string][] {
  if (Array.isArray(values)) return values.map((word) => [settingOf(word, stack)?.name ?? word, word])
  if (values !== undefined) return Object.entries(values as Readonly<Record<string, string>>)
  return stack.settings.filter((setting) => isForPage(setting, stack)).map(({ name }) => [name, name])
}

/** Whether a build through `config exec` is told what layers say of a setting. */
export function isForPage({ name, public: isPublic }: Setting, { prefixes }: Stack): boolean {
  return isPublic || reachesFrontend(name, prefixes)
}

function resolvedOf(word: string, { stack, resolved }: Resolution): Resolved[] {
  return [resolved.get(settingOf(word, stack)?.name ?? '') ?? []].flat()
}

function problemWith(name: string, word: string, resolution: Resolution): Problem | null {
  const { stack } = resolution
  const [resolved] = resolvedOf(word, resolution)
  if (resolved === undefined) {
    const help = suggestion(word, settingsByName(stack).keys(), '`config print` lists the settings')
    return problemOf('target', `the frontend is to be handed ${quoted(word)}, which is no setting`, help)
  }
  const { setting, secret, secretBecause } = resolved
  if (secret) {
    const message = `the frontend is to be handed ${setting.name}, which ${secretBecause ?? 'is a secret'}`
    return problemOf('target', message, `take ${setting.name} out of the values of the frontend target`, {
      setting: setting.name,
    })
  }
  if (mayBeNamed(name)) return null
  const message = `${quoted(name)} is no name that a frontend can import`
  const help = 'give it one in letters, digits and _ that is no word of JavaScript, as in values: { apiUrl: ... }'
  return problemOf('target', message, help, { setting: setting.name })
}
