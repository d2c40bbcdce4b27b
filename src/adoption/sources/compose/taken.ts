import { mentionOf, referencesOf } from '../../references.js'
import type { Spoken } from './published.js'
import type { ComposeText } from './read.js'

/** What a compose file takes from the environment, and what stands in for it. */
export function takenBy({ scalars }: ComposeText, source: string): Spoken[] {
  return scalars.flatMap(([from, to]) => {
    const text = source.slice(from, to)
    const references = text.includes('$') ? referencesOf(text) : []
    return references.flatMap((reference): Spoken[] => {
      const mention = mentionOf(reference)
      return mention === null ? [] : [{ ...mention, role: null, about: null, at: from + reference.at }]
    })
  })
}
