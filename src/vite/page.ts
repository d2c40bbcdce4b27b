import { atMost, changeLine } from '../changes.js'
import { inheritedIn } from '../exported.js'
import type { Handover } from '../handover/environment.js'
import type { Origin, Resolution, Setting, Shift } from '../model.js'
import { pageNamesOf, reachesFrontend } from '../stack/frontend.js'
import type { Environment } from '../world.js'

const NOTHING = { text: null, secret: false }

/** What the page is told. */
export interface Page {
  /** Texts by variable. */
  readonly values: ReadonlyMap<string, PageValue>
  /** Variables that the page is not to have, whatever Vite itself reads: a URL that is left to the page's own host. */
  readonly withheld: readonly string[]
}

export interface PageValue {
  readonly text: string
  /** What a user calls it: the setting's name; an undeclared variable's own. */
  readonly label: string
  readonly origin: Origin | null
  /** Whether it may be a secret, as the name of a variable that nobody declared has it: the page gets it, no log does. */
  readonly secret: boolean
  /** How a port of another slot came to it; null for all else. */
  readonly shift: Shift | null
}

/** The variables that the layers have had since this process started. */
export type Memory = Set<string>

/**
 * What the page is told of what a command would be handed: everything under the stack's prefixes. What Vite shows under
 * prefixes of its own is its own matter, but for what an outer `config exec` handed on: Vite would go on with that.
 * @param prefixes Vite's own
 */
export function pageOf(
  resolution: Resolution,
  { env }: Handover,
  place: { readonly env: Environment },
  prefixes: readonly string[],
  memory: Memory,
): Page {
  const { stack } = resolution
  const isInherited = inheritedIn(place.env)
  const isOurs = (name: string) =>
    reachesFrontend(name, stack.prefixes) || (reachesFrontend(name, prefixes) && isInherited(name))
  const settings = settingsByVariable(resolution)
  const withheld = new Set([...settings.keys()].filter((name) => !(name in env)))
  const values = new Map<string, PageValue>()
  for (const [name, text] of Object.entries(env)) {
    if (!isOurs(name)) continue
    const value = { text, ...sourceOf(name, settings.get(name) ?? null, resolution) }
    const isGone = value.origin?.layer === 'inherited' && memory.has(name)
    if (isGone) withheld.add(name)
    else values.set(name, value)
    if (value.origin?.layer === 'file') memory.add(name)
  }
  return { values, withheld: [...withheld] }
}

/** A copy of a setting that somebody set under the copy's own name is theirs. */
function sourceOf(name: string, setting: Setting | null, resolution: Resolution): Omit<PageValue, 'text'> {
  const { resolved, undeclared } = resolution
  const found = setting?.name === name ? null : undeclared.resolve(name)
  const own = found !== null && 'origin' in found && found.text !== '' ? found : null
  if (setting === null || (own !== null && own.origin.layer !== 'inherited')) {
    return { label: name, origin: own?.origin ?? null, secret: own?.mayBeSecret ?? false, shift: null }
  }
  const { origin = null, shift = null } = resolved.get(setting.name) ?? {}
  return { label: setting.name, origin, secret: false, shift }
}

/** Every declared setting under each variable by which the page may know it; its own name beats another's copy. */
function settingsByVariable({ stack: { settings, prefixes } }: Resolution): ReadonlyMap<string, Setting> {
  const entries = settings.flatMap((setting) => pageNamesOf(setting, prefixes).map((name) => [name, setting] as const))
  const isOwn = ([name, setting]: readonly [string, Setting]) => name === setting.name
  return new Map([...entries.filter((entry) => !isOwn(entry)), ...entries.filter(isOwn)])
}

/** What an edit changed for the page, a line each: `BACKEND_PORT 8203 -> 9000, .env.local:1`. */
export function changesIn(before: Page, after: Page): string[] {
  const names = new Set([...before.values.keys(), ...after.values.keys()])
  const lines = [...names].flatMap((name) => {
    const [old, now] = [before.values.get(name), after.values.get(name)]
    return old?.text === now?.text
      ? []
      : changeLine(now?.label ?? old?.label ?? name, old ?? NOTHING, now ?? NOTHING, now?.origin ?? null)
  })
  return atMost([...new Set(lines)])
}
