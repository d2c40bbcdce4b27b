import { isOfSchema } from '../display.js'
import type { Origin, Problem, Resolution, Resolved, Setting } from '../model.js'
import { problemOf } from '../problem.js'
import { readUrl } from '../url.js'

const LOOPBACK = /^(?:localhost|127\.[0-9.]+|\[::1\])$/i

/** What the name of a variable can begin with; a tool's configuration may say anything. */
const PREFIX = /^[A-Za-z_]\w{0,99}$/

/** Whether a browser build sees a variable of that name. */
export function reachesFrontend(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix))
}

/** The same, whose public values are meant for pages that see other prefixes too. */
export function exposing(resolution: Resolution, prefixes: readonly string[]): Resolution {
  const { stack } = resolution
  const fit = prefixes.filter((prefix) => PREFIX.test(prefix))
  return { ...resolution, stack: { ...stack, prefixes: [...new Set([...stack.prefixes, ...fit])] } }
}

/** The names under which a setting's value is handed to the frontend beside its own; none where its own will do. */
export function copiesOf({ name, variable, public: isPublic }: Setting, prefixes: readonly string[]): string[] {
  if (!isPublic || variable !== name || reachesFrontend(name, prefixes)) return []
  return prefixes.map((prefix) => `${prefix}${name}`)
}

/** Every name under which a page may know a setting: its own, or its copies'. */
export function pageNamesOf(setting: Setting, prefixes: readonly string[]): string[] {
  const { name, variable } = setting
  return variable === name && reachesFrontend(name, prefixes) ? [name] : copiesOf(setting, prefixes)
}

/** Whether a name can be written as a property, as bundlers need it to put a value in its place. */
export function isProperty(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
}

/**
 * Whether the frontend needs to be told a public value. A URL or a host on this very machine it does not, unless a
 * layer set it: the page's own host name with the port works from any machine.
 */
export function isHandedOn({ setting, origin, text }: Resolved, resolution: Resolution): boolean {
  const kind = setting.format.name
  if (kind !== 'url' && kind !== 'host') return true
  if (origin === null || text === null) return false
  if (!isOfSchema(origin)) return true
  const parts = origin.layer === 'derived' ? origin.from : []
  const isHandedOnPart = (part: Resolved | undefined) =>
    part !== undefined && ['url', 'host'].includes(part.setting.format.name) && isHandedOn(part, resolution)
  if (parts.some((name) => isHandedOnPart(resolution.resolved.get(name)))) return true
  return !LOOPBACK.test(kind === 'url' ? hostIn(text) : text)
}

/** The host of a URL; of a convict format's, the scheme may be missing. */
function hostIn(text: string): string {
  const absolute = text.includes('://') ? text : `http://${text}`
  return readUrl(absolute)?.hostname ?? ''
}

/** A value for the frontend that holds a secret. */
export function leaksSecret(name: string, setting: Setting | null, origin: Origin | null, because: string): Problem {
  const message = `${name} is handed to the frontend, yet it ${because}`
  const help = `take the secret out of the value, or keep ${name} from the frontend`
  return problemOf('secret', message, help, { setting: setting?.name ?? null, origin })
}
