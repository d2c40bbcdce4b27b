import { UsageError } from '../../errors.js'
import type { Resolution, Resolved, Role, Setting } from '../../model.js'
import { addressesOf, isWildcard } from '../../ports/address.js'
import { settingOf } from '../../stack/lookup.js'
import { select } from '../../stack/selection.js'
import { shownWord } from '../../text.js'

/** Where and how a setting's service is asked. */
export interface Target {
  readonly resolved: Resolved
  readonly role: Role
  /** As in a URL without brackets: `localhost`, `::1`, `db.example`. */
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly path: string
}

/** Roles and usual ports by the scheme of a URL. */
const SCHEMES: Readonly<Record<string, { role: Role; port: number; secure?: boolean }>> = {
  'http:': { role: 'http', port: 80 },
  'https:': { role: 'http', port: 443, secure: true },
  'ws:': { role: 'http', port: 80 },
  'wss:': { role: 'http', port: 443, secure: true },
  'redis:': { role: 'redis', port: 6379 },
  'rediss:': { role: 'redis', port: 6379, secure: true },
}

/**
 * What the words mean: ports, URLs, and groups for the ports in them.
 * @throws UsageError where a word names nothing to ask, or a setting's value cannot be asked
 */
export function targetsOf(words: readonly string[], resolution: Resolution): Target[] {
  const named = new Set(words.flatMap((word) => settingOf(word, resolution.stack) ?? []))
  for (const setting of named) if (!isAskable(setting)) throw notAskable(setting.name)
  const selected = select(words, resolution).filter(({ setting }) => setting.port !== null || named.has(setting))
  if (selected.length === 0) throw notAskable(words.join(' '))
  return selected.map(targetOf)
}

function isAskable({ port, format }: Setting): boolean {
  return port !== null || format.name === 'url'
}

function notAskable(word: string): UsageError {
  return new UsageError(`${shownWord(word)} has no port to wait for`, 'name a port, a URL or a group')
}

function targetOf(resolved: Resolved): Target {
  const { setting, text, value } = resolved
  if (text === null) throw new UsageError(`${setting.name} is not set`, `set ${setting.name}`)
  const target = setting.port === null ? urlTarget(resolved, text) : portTarget(resolved, Number(value))
  if (target.port > 0) return target
  throw new UsageError(`${setting.name} names no port`, `give ${setting.name} a port`)
}

/** A port is asked where its service binds, and everywhere means on this machine. */
function portTarget(resolved: Resolved, port: number): Target {
  const { role = 'tcp', bind } = resolved.setting.port ?? {}
  const [address = 'localhost', ...more] = addressesOf(bind)
  const host = more.length > 0 || isWildcard(address) ? 'localhost' : address
  return { resolved, role, host, port, secure: false, path: '/' }
}

/** What a URL says of user and password is not sent: whether the service answers needs neither. */
function urlTarget(resolved: Resolved, text: string): Target {
  const { protocol, hostname, port, pathname, search } = new URL(text)
  const { role = 'tcp', port: usual = 0, secure = false } = SCHEMES[protocol] ?? {}
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return { resolved, role, host, port: port === '' ? usual : Number(port), secure, path: `${pathname || '/'}${search}` }
}
