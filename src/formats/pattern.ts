import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

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
