import { roleOf } from '../audit/judge/words.js'
import { fill, type Lookup, parseTemplate, referencesIn } from '../expand.js'
import { host } from '../formats/host.js'
import { port } from '../formats/port.js'
import { url } from '../formats/url.js'
import type { Format } from '../model.js'
import { PROTOTYPE_NAMES } from '../names.js'
import { holdsPassword, soundsSecret, tellsSecret } from '../secret/signs.js'
import { readUrl } from '../url.js'
import type { Kind, Mention } from './mention.js'

/** What a variable and its text are as a setting. */
export type Assigned = Pick<Mention, 'kind' | 'text'>

/** In UTF-16 units; more is neither a port, a host nor a URL that a setting holds. */
const LONGEST = 2000
const NAME = /^[A-Za-z_]\w{0,99}$/
const PORT = /(?:^|_)PORT(?:_|$)/i
const HOST = /(?:^|_)HOST(?:NAME)?$/i
const URL_WORD = /(?:^|_)(?:URL|URI|ENDPOINT|ORIGIN)$/i
/** What a URL is called that lets in whoever knows it. */
const HOOK = /(?:^|_)(?:WEB)?HOOKS?(?:_|$)/i
/** `$NAME` of shells and most readers of .env files. */
const BARE = /(?<![$\\])\$([A-Za-z_]\w*)/g

const [PORTS, HOSTS, URLS] = [
  port.of({ format: 'port' }),
  host.of({ format: 'portolan:host' }),
  url.of({ format: 'portolan:url' }),
]

/**
 * What a variable is as a setting: a port by its name, a host by its name, a URL by its text; null for anything else, and
 * for what is or may be a secret. An empty text says only that the name is read.
 * @param literal whether nothing in the text is a reference
 */
export function assigned(name: string, text: string, literal = false): Assigned | null {
  if (!isSettingName(name) || text.length > LONGEST) return null
  if (text === '') return emptyNamed(name)
  const written = literal ? text.replaceAll('${', () => '$${') : text.replace(BARE, '${$1}')
  const filled = filledIn(written)
  if (filled === null) return null
  if (isPortName(name)) return judged('port', PORTS, written, filled)
  return (
    (isOpenUrl(name, written, filled) ? judged('url', URLS, written, filled) : null) ?? hostNamed(name, written, filled)
  )
}

/** Whether a variable may be declared that is called so. */
export function isSettingName(name: string): boolean {
  return NAME.test(name) && !PROTOTYPE_NAMES.has(name) && !soundsSecret(name) && !HOOK.test(name)
}

/** Whether PORT is a word of a variable's name, and not `PORT_COUNT` or the like. */
function isPortName(name: string): boolean {
  return PORT.test(name) && roleOf(name) !== 'quantity'
}

/** Whether a text is a TCP port in digits. */
export function isPort(text: string): boolean {
  return accepts(PORTS, text)
}

function emptyNamed(name: string): Assigned | null {
  if (isPortName(name)) return { kind: 'port', text: null }
  if (URL_WORD.test(name)) return { kind: 'url', text: null }
  return HOST.test(name) ? { kind: 'host', text: null } : null
}

function hostNamed(name: string, written: string, filled: string): Assigned | null {
  return HOST.test(name) ? judged('host', HOSTS, written, filled) : null
}

function judged(kind: Kind, format: Format | null, written: string, filled: string): Assigned | null {
  return accepts(format, filled) ? { kind, text: written } : null
}

function accepts(format: Format | null, text: string): boolean {
  const verdict = format?.judge(text)
  return verdict !== undefined && 'text' in verdict
}

/** Whether a URL may be shown and written to a schema: it has neither a password nor a user of a site, nor a key in its query. */
function isOpenUrl(name: string, written: string, filled: string): boolean {
  if (holdsPassword(written) || tellsSecret(written, soundsSecret) || soundsSecret(name)) return false
  if (referencesIn(written).some(soundsSecret)) return false
  const read = readUrl(filled)
  if (read === null || (/^https?:$/.test(read.protocol) && read.username !== '')) return false
  return ![...read.searchParams.keys()].some((key) => soundsSecret(key) || /^(?:sig|signature|code)$/i.test(key))
}

/** A text with something in the place of every reference that may stand there; null where one cannot be read. */
function filledIn(text: string): string | null {
  if (!text.includes('$')) return text
  const template = parseTemplate(text)
  const filled = 'malformedAt' in template ? null : fill(template, likely)
  return typeof filled === 'string' ? filled : null
}

const likely: Lookup = (name) => ({
  text: isPortName(name) ? '1' : URL_WORD.test(name) ? 'http://localhost' : 'localhost',
})
