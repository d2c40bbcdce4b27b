import { distance } from 'fastest-levenshtein'
import { shownWord } from './text.js'

/** The word closest to what was written, or null where none is close enough to have been meant. */
export function nearest(written: string, words: Iterable<string>): string | null {
  const limit = Math.max(2, Math.floor(written.length / 4))
  let best: string | null = null
  let least = limit + 1
  for (const word of words) {
    // Letters of the other case are close, but those of the same case closer.
    const apart = distance(written.toLowerCase(), word.toLowerCase()) + distance(written, word) / 1000
    if (apart < least && apart < word.length) {
      best = word
      least = apart
    }
  }
  return best
}

/** `did you mean BACKEND_PORT?`, or what to do where nothing is close. */
export function suggestion(written: string, words: Iterable<string>, otherwise: string): string {
  const word = nearest(written, words)
  return word === null ? otherwise : `did you mean ${shownWord(word)}?`
}
