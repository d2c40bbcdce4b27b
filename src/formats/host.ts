import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

const LABELS = /^(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?$/
const ALL_NUMERIC = /^[0-9.]+$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/

/** A host as a URL has it: a DNS name (RFC 1123, with the underscore that Compose names use), IPv4, or `[IPv6]`. */
export const host: FormatKind = ({ format }) =>
  format === 'portolan:host'
    ? {
        name: 'host',
        title: 'a host name',
        hint: 'write a name or an address, without scheme, port or path',
        judge(text): Verdict {
          if (text.startsWith('['))
            return URL.canParse(`http://${text}/`) && text.endsWith(']') ? { text } : { at: 0 }
          if (text.includes('::') || text.split(':').length > 2) {
            return { at: 0, hint: `write an IPv6 address between brackets: [${text}]` }
          }
          if (text.length > 253 || !LABELS.test(text))
            return { at: Math.max(text.search(/[^A-Za-z0-9._-]/), 0) }
          return ALL_NUMERIC.test(text) && !IPV4.test(text) ? { at: 0, not: 'an IPv4 address' } : { text }
        },
      }
    : null
