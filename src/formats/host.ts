import type { Format, Verdict } from '../model.js'
import { readUrl } from '../url.js'
import type { FormatKind } from './kind.js'

const LABELS = /^(?![-.])(?:(?:^|\.)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+\.?$/
const IPV6 = /^\[[0-9A-Fa-f:.]+\]$/
const NOT_IN_NAMES = /[^A-Za-z0-9._-]/

/** A host as a URL has it: a DNS name (RFC 1123, with the underscore that Compose names use), IPv4, or `[IPv6]`. */
export const host: FormatKind = {
  names: ['portolan:host'],
  of: ({ format }) => (format === 'portolan:host' ? HOST : null),
}

const HOST: Format = {
  name: 'host',
  title: 'a host name',
  hint: 'write a name or an address, without scheme, port or path',
  judge,
}

function judge(text: string): Verdict {
  if (text.startsWith('[')) return IPV6.test(text) && inUrl(text) !== null ? { text } : { at: 0 }
  if (text.split(':').length > 2 && !text.includes('/')) {
    return { at: 0, hint: 'write an IPv6 address between brackets, as in [::1]' }
  }
  const foreign = text.search(NOT_IN_NAMES)
  if (foreign >= 0) {
    const isAscii = !/[^\0-\x7f]/.test(text)
    return {
      at: foreign,
      ...(!isAscii && { hint: 'write a name as DNS has it, as in xn--bcher-kva.example' }),
    }
  }
  if (text.length > 253 || !LABELS.test(text)) return { at: 0 }
  if (inUrl(text) === text.toLowerCase()) return { text }
  // Readers of URLs take a name that ends in a number for an IPv4 address: 0x7f.1 is 127.0.0.1 to them.
  return { at: 0, ...(/(?:^|\.)[0-9][^.]*\.?$/.test(text) && { not: 'an IPv4 address' }) }
}

/** The host that readers of URLs see, or null where they see none. */
function inUrl(text: string): string | null {
  return readUrl(`http://${text}/`)?.hostname ?? null
}
