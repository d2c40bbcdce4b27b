import { assigned } from '../../assigned.js'
import type { Spoken } from './published.js'
import type { ComposeText } from './read.js'

/** `$NAME` and `${NAME:-text}`; of one reference within another, the inner one. */
const REFERENCE = /(?<!\$)\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^${}\n]*))?\})/g

/** What a compose file takes from the environment, and what stands in for it. */
export function referencesOf({ scalars }: ComposeText, source: string): Spoken[] {
  return scalars.flatMap(([from, to]) => {
    const text = source.slice(from, to)
    if (!text.includes('$')) return []
    return [...text.matchAll(REFERENCE)].flatMap(({ index, 1: bare, 2: braced, 3: operator, 4: otherwise = '' }) => {
      const name = bare ?? braced ?? ''
      const setting = assigned(name, operator?.endsWith('-') === true ? otherwise : '')
      const weight = setting?.text === null ? 'hint' : 'fallback'
      return setting === null
        ? []
        : [{ name, isNamed: true, ...setting, weight, role: null, about: null, at: from + index } as const]
    })
  })
}
