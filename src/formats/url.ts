import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

const FOREIGN = /[^!-~\u00a1-\u{10ffff}]/u

/** An absolute URL with a host, as the WHATWG URL Standard reads it, without white space or control characters. */
export const url: FormatKind = ({ format }) =>
  format === 'portolan:url'
    ? {
        name: 'url',
        title: 'an absolute URL',
        hint: 'write it as in http://localhost:8203/api',
        judge(text): Verdict {
          const foreign = text.search(FOREIGN)
          if (foreign >= 0) return { at: foreign }
          if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) || !URL.canParse(text)) return { at: 0 }
          return { text }
        },
      }
    : null
