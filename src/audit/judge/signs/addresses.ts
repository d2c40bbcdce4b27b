import type { Place } from '../place.js'
import { certain, likely, type Opinion, type Sign } from '../sign.js'
import { isNameOf, roleOf, wordsOf } from '../words.js'

const HOST = /(?:^|[\s'"`=(,@|>{;!/&[\]]|\$\{\w{1,100}:?[-=])((?:\[[\da-fA-F:.%]{0,45}\])|[\w.*-]{0,253}):$/
/** A colon that is joined to the number: `"http://" + host + ":" + str(8203)`. */
const JOINED = /(?:\/\/[^\s"'`]{0,100}|["'`]):["'`]\s?(?:\+|\.{1,2}|&|<<)\s?(?:\w{1,20}(?:\.\w{1,20})?\(\s?)?["'`]?$/
const ADDRESS =
  /^(?:localhost|(?:\d{1,3}\.){3}\d{1,3}|\[.*\]|\*|value|[\w-]+\.(?:local|internal|lan|test|localdomain)|host\.docker\.internal)$/i
const DOMAIN = /^(?:[a-z0-9_-]+\.)+[a-z]{2,24}$/i
const IMAGE = /(?:\bimage['"]?\s*[:=]|\bFROM\b|\bdocker\s+(?:pull|push|tag|rmi|build)\b|--tag|-t\s)\s*\S*$/i
/** Words by which a single word is known as the name of a host. */
const SERVICES =
  /(?:^|[-_.])(?:api|app|backend|frontend|server|service|svc|db|database|redis|cache|proxy|gateway|web|host|node|worker|broker|queue|mongo|postgres|mysql|milvus|ollama|upstream|ui|client)(?:[-_.]|\d*$)/i

/** `host:port`, and `:port` where a server is told to listen on every address. */
export const addresses: Sign = {
  name: 'addresses',
  read(place) {
    if (JOINED.test(place.left)) return certain('host:port')
    const host = HOST.exec(place.filled)?.[1]
    if (host === undefined || host.startsWith('-')) return null
    if (IMAGE.test(place.filled)) return 'no port'
    if (/^:\d/.test(place.right)) return null
    return host === '' ? ofColon(place) : ofHost(host, place)
  },
}

/** Behind an opening quote, an option or white space; not behind a key, a condition or a slice. */
function ofColon({ filled, right, kind }: Place): Opinion | null {
  const before = filled.slice(0, -1)
  if (/["'`]$/.test(before)) return afterQuote(before, right)
  if (/[=(]$/.test(before) && kind !== 'code') return certain('an address without a host')
  if (kind === 'code' && !/\/\/|#|^\s*\*|["'`].*\s$/.test(before)) return null
  return /(?:^|[\s(|])$/.test(before) ? certain('an address without a host') : null
}

/** `":8203"` and `":8203/path"` are addresses, `"key":8203` is none. */
function afterQuote(before: string, right: string): Opinion | null {
  const quote = before.slice(-1)
  const open = before.split(quote).length % 2 === 0
  const ends = right.startsWith(quote) || /^[/?#,\s"'`)\]]/.test(right)
  return open && ends ? certain('an address without a host') : null
}

function ofHost(host: string, place: Place): Opinion | null {
  if (/\/$/.test(place.filled.slice(0, -host.length - 1)) && !ADDRESS.test(host)) return beforeSlash(host, place)
  if (ADDRESS.test(host)) return host === 'value' && isKey(host, place) ? null : certain('host:port')
  const role = roleOf(host)
  if (role === 'port' || role === 'listener') return null
  if (role === 'quantity' || /^\d/.test(host)) return 'no port'
  if (DOMAIN.test(host)) return certain('host:port')
  if (isKey(host, place)) return null
  if (/^[A-Z][A-Z\d]*$/.test(host) && !isService(host, place)) return 'no port'
  return isService(host, place) ? certain('host:port') : likely('host:port, if that is a host')
}

/** A path and a colon: an image with its tag, unless the path begins with the host (`//host:port`). */
function beforeSlash(host: string, { filled }: Place): Opinion | null {
  return filled.endsWith(`//${host}:`) && !/\w\/\/$/.test(filled.slice(0, -host.length - 1))
    ? certain('host:port')
    : 'no port'
}

/** In code and in settings `name:number` outside of quotes is a key with its value; in YAML a key's colon has a blank. */
function isKey(host: string, { kind, filled, candidate }: Place): boolean {
  if (/\.ya?ml$/i.test(candidate.path)) return false
  if (kind === 'shell' || kind === 'prose' || kind === 'server' || kind === 'docker') return false
  const before = filled.slice(0, -host.length - 1)
  return !/["'`][^"'`]*$/.test(before) && !/=\s*$/.test(before)
}

function isService(host: string, { candidate, settings }: Place): boolean {
  const words = wordsOf(host)
  if (SERVICES.test(host) || words.length > 1 || isNameOf(host, settings)) return true
  return /\b(?:url|host|addr|address|endpoint|server|upstream|wait)/i.test(candidate.text)
}
