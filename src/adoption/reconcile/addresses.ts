import { fill, parseTemplate } from '../../expand.js'
import { readUrl } from '../../url.js'
import type { Claim } from '../claim.js'
import { isStackUrl } from '../constants/setting.js'
import { stemOf } from '../words.js'

/** What a setting comes to: by name, references filled in. */
export type Values = ReadonlyMap<string, string>

const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0'])
/** A scheme, a host and a port as they stand in a URL. */
const AUTHORITY = /^([a-z][a-z0-9+.-]*:\/\/)(\[[^\]]*\]|[^/?#@:[\]$]+):([0-9]{1,5})(?=[/?#]|$)/i
const WHOLE_SECRET = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i

/** What a text comes to; null where a reference in it has no value. */
export function filled(text: string, values: Values): string | null {
  const template = parseTemplate(text)
  if ('malformedAt' in template) return null
  const result = fill(template, (name) => ({ text: values.get(name) ?? null }))
  return typeof result === 'string' ? result : null
}

/** Whether a host is this machine, to those who are on it. */
export function isLocalHost(host: string): boolean {
  return LOCAL.has(host.toLowerCase())
}

/**
 * A URL with a reference in the place of its port, and of its host where that is a setting's, so that it follows them.
 * One on another host stays as it is: the port there is another service's.
 */
export function following(claim: Claim, ports: Values, hosts: Values): string {
  const [whole = '', scheme = '', host = '', port = ''] = AUTHORITY.exec(claim.text) ?? []
  if (whole === '') return claim.text
  const named = hostFor(claim.name, host, hosts)
  if (named === null && !isLocalHost(host)) return claim.text
  const owner = portFor(claim.name, port, ports)
  if (owner === null) return claim.text
  return `${scheme}${named === null ? host : `\${${named}}`}:\${${owner}}${claim.text.slice(whole.length)}`
}

/** The setting that has a port: the one that is about the same, or the only one. */
function portFor(name: string, port: string, ports: Values): string | null {
  const same = [...ports].flatMap(([owner, text]) => (text === port ? owner : []))
  const alike = same.filter((owner) => stemOf(owner) === stemOf(name))
  if (alike.length === 1) return alike[0] ?? null
  return same.length === 1 ? (same[0] ?? null) : null
}

/** The setting that has a host and is about the same. */
function hostFor(name: string, host: string, hosts: Values): string | null {
  const own = [...hosts].find(([owner, text]) => text === host && stemOf(owner) === stemOf(name))
  return own?.[0] ?? null
}

/**
 * Whether a URL may be written where everybody reads it: without a user, a password, or what looks like a key; and is of
 * the stack: what is somebody else's is a setting only where the project makes one of it, for a page or in a .env file.
 */
export function isTellable({ text, weight, name, source }: Claim, isPublicName: boolean): boolean {
  if (WHOLE_SECRET.test(text)) return false
  if (!isPublicName && source !== 'env-file' && !isStackUrl(text)) return false
  if (weight !== 'layer' || isPublicName) return !/[?&#][^=]*(?:key|token|secret|sig|pass)[^=]*=/i.test(text)
  // What is in a file that no commit has may be a secret as a whole, as the URL of a webhook is.
  const url = readUrl(text.replace(/\$\{[^}]*\}/g, '1'))
  return url !== null && url.search === '' && (isLocalHost(url.hostname) || !url.hostname.includes('.')) && name !== ''
}
