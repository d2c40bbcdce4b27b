import { parseTemplate, type Reference } from '../expand.js'
import type { Setting, Stack } from '../model.js'
import { settingOf } from './lookup.js'
import { type Switch, switchOf } from './variants.js'

/** A scheme, and what may stand before a port: nothing, for a host that is a setting's, or a name or `[IPv6]`. */
const BEGINNING = /^([a-z][a-z0-9+.-]*:\/\/)(?:(\[[^\]]*\]|[^/?#@:[\]]+):)?$/i

/** Words of which none says only what kind of setting it is. */
const SERVICE = /^(?!_)(?:(?:^|_)(?!(?:port|url)(?:_|$))[a-z0-9]+)+$/

/** A URL of a service at a port, whose host, port or variant a caller may choose. */
export interface UrlHelper {
  readonly setting: Setting
  /** As in `get_<service>_url`. */
  readonly service: string
  /** What stands before the host: `http://`. */
  readonly scheme: string
  /** Whose value is the host; or the host itself. */
  readonly host: Setting | string
  readonly port: Setting
  /** What stands behind the port: `/api`. */
  readonly rest: string
  /** Another URL that stands in for this one where a caller says so; null where there is none. */
  readonly switch: Switch | null
}

/** What lists and helpers call a setting of that name: `llm_original` for LLM_PORT_ORIGINAL, by default. */
export function serviceIn(name: string): string {
  const lower = name.toLowerCase()
  const rest = lower.replace(/_(?:port|url)$/, '')
  // Lists of words take much memory, and a schema has many names.
  if (SERVICE.test(rest)) return rest
  const words = lower.split(/[^a-z0-9]+/).filter((word) => word !== '')
  const kept = words.filter((word) => word !== 'port' && word !== 'url')
  return (kept.length > 0 ? kept : words).join('_') || name
}

/**
 * Every port with the name of its service, in schema order. Where plain convict leaves have one name between them, the
 * first has it; the others are called by their own names in lower case.
 */
export function portSettings({ settings }: Stack): ReadonlyMap<string, Setting> {
  const named = new Map<string, Setting>()
  for (const setting of settings) {
    if (setting.port === null) continue
    const { service } = setting.port
    named.set(named.has(service) ? setting.name.toLowerCase() : service, setting)
  }
  return named
}

/** The URLs that are made of a host and a port: `http://${STACK_HOST}:${BACKEND_PORT}`. */
export function urlHelpers(stack: Stack): UrlHelper[] {
  return stack.settings.flatMap((setting) => urlHelper(setting, stack) ?? [])
}

/** How a setting's default is a URL of a host and a port, or null where it is not. */
export function urlHelper(setting: Setting, stack: Stack): UrlHelper | null {
  const { name, format, derived, default: template, sensitive } = setting
  if (format.name !== 'url' || !derived || sensitive || typeof template !== 'string') return null
  const parsed = parseTemplate(template)
  if ('malformedAt' in parsed) return null
  const [head, ...parts] = parsed.filter((part) => part !== '')
  const beginning = typeof head === 'string' ? BEGINNING.exec(head) : null
  if (beginning === null) return null
  const [, scheme = '', literal] = beginning
  const host = literal ?? referred(parts.shift(), stack)
  if (host === null || (literal === undefined && parts.shift() !== ':')) return null
  const port = referred(parts.shift(), stack)
  if (!port?.port || !parts.every((part) => typeof part === 'string')) return null
  const rest = parts.join('')
  if (!/^(?:[/?#]|$)/.test(rest)) return null
  return { setting, service: serviceIn(name), scheme, host, port, rest, switch: switchOf(setting, stack) }
}

/** The host that a helper's URL has by the schema alone; null where that is not written out there. */
export function defaultHost({ host }: UrlHelper): string | null {
  if (typeof host === 'string') return host
  return typeof host.default === 'string' && !host.derived ? host.default : null
}

/** The setting that a plain reference is to. */
function referred(part: string | Reference | undefined, stack: Stack): Setting | null {
  return typeof part !== 'object' || part.otherwise !== undefined ? null : settingOf(part.name, stack)
}
