import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

/** Longer ones take convict, which copies them, time that grows with the square of their length. */
const LONGEST = 4096

/** convict's `RegExp`. */
export const pattern: FormatKind = {
  names: ['RegExp'],
  of: ({ format }) =>
    format === RegExp || format === 'RegExp'
      ? {
          name: 'regexp',
          title: 'a regular expression',
          hint: 'write it without slashes, as in ^a.*$',
          judge(text): Verdict {
            if (text.length > LONGEST) return { at: 0, not: `a regular expression of at most ${LONGEST} characters` }
            try {
              new RegExp(text)
              return { text }
            } catch {
              return { at: 0 }
            }
          },
        }
      : null,
}
