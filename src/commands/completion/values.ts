import type { Setting } from '../../model.js'
import { textOf } from '../../text.js'
import { type Candidate, wordsOf } from './offer.js'

/** The values that a setting can have, where they are few; a secret's are not told. */
export function valuesOf({ format, sensitive }: Setting): Candidate[] {
  if (sensitive) return []
  if (format.name === 'boolean') return wordsOf(['true', 'false'])
  return wordsOf((format.options ?? []).map(textOf))
}
