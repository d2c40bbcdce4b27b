import { lazyPattern } from '../characters.js'
import type { Format, Verdict } from '../model.js'
import { readUrl } from '../url.js'
import type { FormatKind } from './kind.js'

/**
 * White space, what does not print, the backslash, which some readers take for a slash, and U+FFFD, which Node puts in
 * the place of bytes that are no UTF-8.
 */
const foreign = lazyPattern(String.raw`[\\\ufffd\p{Z}\p{C}]`, 'u')
/** ASCII without these. */
const USUAL = /^[!-[\]-~]*$/
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\/(?!\/)/i

/** An absolute URL with a host, as the WHATWG URL Standard reads it, without white space or control characters. */
export const url: FormatKind = {
  names: ['portolan:url'],
  of: ({ format }) => (format === 'portolan:url' ? URL_FORMAT : null),
}

const URL_FORMAT: Format = {
  name: 'url',
  title: 'an absolute URL',
  hint: 'write it as in http://localhost:8203/api',
  judge(text): Verdict {
    const at = USUAL.test(text) ? -1 : text.search(foreign())
    if (at >= 0) return { at }
    const scheme = SCHEME.exec(text)?.[0]
    if (scheme === undefined) return { at: 0 }
    return readUrl(text)?.hostname ? { text } : { at: scheme.length }
  },
}
