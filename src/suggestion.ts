import { createRequire } from 'node:module'
import { shownWord } from './text.js'

const require = createRequire(import.meta.url)

/** The word closest to what was written, or null where none is close enough to have been meant. */
export function nearest(written: string, words: Iterable<string>): string | null {
  const known = [...words]
  return begun(written, known) ?? closest(written, known)
}

/** The only word that begins like that; two letters begin too many. */
function begun(written: string, words: readonly string[]): string | null {
  if (written.length < 3) return null
  const [only, ...others] = words.filter((word) => word.toLowerCase().startsWith(written.toLowerCase()))
  return others.length === 0 ? (only ?? null) : null
}

function closest(written: string, words: readonly string[]): string | null {
  const { distance }: typeof import('fastest-levenshtein') = require('fastest-levenshtein')
  const limit = Math.max(2, Math.floor(written.length / 4))
  let best: string | null = null
  let least = limit + 1
  for (const word of words) {
    if (Math.abs(word.length - written.length) >= least) continue
    // Letters of the other case are close, but those of the same case closer.
    const apart = distance(written.toLowerCase(), word.toLowerCase()) + distance(written, word) / 1000
    if (apart < least && apart < word.length && (apart < 2 || !isOther(written, word))) {
      best = word
      least = apart
    }
  }
  return best
}

/** Two edits make almost any short word of another, as `wait` of `init`, unless its letters only changed places. */
function isOther(written: string, word: string): boolean {
  const [ours, theirs] = [written, word].map((text) => [...text.toLowerCase()].sort().join(''))
  return written.length <= 4 && ours !== theirs
}

/** `did you mean BACKEND_PORT?`, or what to do where nothing is close. */
export function suggestion(written: string, words: Iterable<string>, otherwise: string): string {
  const word = nearest(written, words)
  return word === null ? otherwise : `did you mean ${shownWord(word)}?`
}

/** How many pairs of words are compared for one schema: of more problems, the rest goes without a suggestion. */
const MOST_COMPARED = 2_000_000

/** `did you mean BACKEND_PORT?`, or what to do where nothing is close. */
export type Suggest = (written: string, otherwise: string) => string

/** `suggestion` among the same words for many that may be wrong. */
export function suggester(words: Iterable<string>): Suggest {
  const known = [...words]
  let compared = 0
  return (written, otherwise) => {
    compared += known.length
    return compared > MOST_COMPARED ? otherwise : suggestion(written, known, otherwise)
  }
}
