import { visible } from '../../text.js'

/** A word that may stand at the cursor. */
export interface Candidate {
  readonly word: string
  /** What a shell shows beside it, on one line; empty where there is nothing to say. */
  readonly summary: string
}

/** What may stand at the cursor. */
export interface Offer {
  readonly candidates: readonly Candidate[]
  /** What the shell completes by itself where no candidate fits. Default: nothing. */
  readonly paths?: 'files' | 'folders'
  /** Whether a candidate is only the beginning of a word, as `BACKEND_PORT=`. Default: false. */
  readonly isOpen?: boolean
}

export const NOTHING: Offer = { candidates: [] }

/** Candidates of the same summary, or of one each. */
export function wordsOf(words: Iterable<string>, summary: string | ((word: string) => string) = ''): Candidate[] {
  return [...words].map((word) => ({ word, summary: typeof summary === 'string' ? summary : summary(word) }))
}

/**
 * Whether a shell can be given a word: it quotes what has a meaning of its own, but a line break would part the word, what
 * steers a terminal would do so, and every verb would take one with a dash in front for a flag.
 */
export function canBeTyped({ word }: Candidate): boolean {
  return word !== '' && visible(word) === word && !word.startsWith('-')
}
