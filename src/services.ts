import { parseTemplate, type Reference } from './expand.js'
import { settingOf } from './lookup.js'
import type { Setting, Stack } from './model.js'

/** A scheme, and what may stand before a port: nothing, for a host that is a setting's, or a name or `[IPv6]`. */
const BEGINNING = /^([a-z][a-z0-9+.-]*:\/\/)(?:(\[[^\]]*\]|[^/?#@:[\]]+):)?$/i

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

/** A choice between two URLs by true or false. */
export interface Switch {
  /** `use_optimized` */
  readonly parameter: string
  /** What the parameter is where nothing is said; the helper's own URL is then taken. */
  readonly otherwise: boolean
  /** The URL that the opposite stands for. */
  readonly other: Setting
}

/** Settings by what a caller calls them, in any case of letters. */
export interface Lookup {
  /** The one that an unknown name gives. */
  readonly setting: Setting
  /** As in `get_<service>_port_for_<parameter>`. */
  readonly service: string
  readonly parameter: string
  readonly members: ReadonlyMap<string, Setting>
}

/** What lists and helpers call a setting of that name: `llm_original` for LLM_PORT_ORIGINAL, by default. */
export function serviceIn(name: string): string {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const kept = words.filter((word) => word !== 'port' && word !== 'url')
  return (kept.length > 0 ? kept : words).join('_') || name
}

/** What a choice may be among; null for a setting that cannot be chosen. */
export function kindOf({ port, format }: Setting): 'port' | 'url' | null {
  return port !== null ? 'port' : format.name === 'url' ? 'url' : null
}

/**
 * Every port with the name of its service, in schema order. Where plain convict leaves have one name between them, the
 * first has it; the others are called by their own names in lower case.
 */
export function portsOf({ settings }: Stack): ReadonlyMap<string, Setting> {
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

function switchOf(setting: Setting, stack: Stack): Switch | null {
  for (const { owner, parameter, members } of choices(stack)) {
    const [on, off] = [members.get('true'), members.get('false')]
    if (owner === setting && on !== undefined && off !== undefined) {
      return { parameter, otherwise: on === setting, other: on === setting ? off : on }
    }
  }
  return null
}

/** The choices of settings by name. */
export function lookups(stack: Stack): Lookup[] {
  return choices(stack)
    .filter(({ members }) => !isSwitch(members.keys()))
    .map(({ owner, parameter, members }) => ({
      setting: owner,
      service: owner.port?.service ?? serviceIn(owner.name),
      parameter,
      members,
    }))
}

/** Whether a choice is between true and false. */
export function isSwitch(names: Iterable<string>): boolean {
  return [...names].sort().join() === 'false,true'
}

/** Settings that stand in for one another, by a parameter's value. */
export interface Choice {
  /** What counts without a choice. */
  readonly owner: Setting
  readonly parameter: string
  /** By what is chosen, as the schema spells it: a name, or `true` and `false` for a switch. */
  readonly members: ReadonlyMap<string, Setting>
}

/** What `$stack.variants` says; settings that are none are reported where the schema is read. */
export function choices(stack: Stack): Choice[] {
  return Object.entries(stack.variants).flatMap(([name, parameters]) =>
    Object.entries(parameters).flatMap(([parameter, named]) => {
      const owner = settingOf(name, stack)
      const members = new Map(
        Object.entries(named).flatMap(([choice, word]) => {
          const member = settingOf(word, stack)
          return member === null ? [] : [[choice, member] as const]
        }),
      )
      return owner === null ? [] : { owner, parameter, members }
    }),
  )
}
