import { distance } from 'fastest-levenshtein'

/** Own keys of `Object.prototype`, and `prototype`: no variable, setting or path may be called so. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
])

const SECRET_WORD = /(?:^|_)(?:PASS[A-Z]*|PWD?|[A-Z]*SECRETS?|[A-Z]*TOKENS?|CREDENTIALS?|PRIVATE|[A-Z]*KEYS?)(?:_|$)/i
const NO_SECRETS: ReadonlySet<string> = new Set(['PWD', 'OLDPWD'])

/** Whether a variable that nobody declared is called as secrets are. */
export function soundsSecret(name: string): boolean {
  return SECRET_WORD.test(name) && !NO_SECRETS.has(name)
}

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
  return word === null ? otherwise : `did you mean ${word}?`
}
