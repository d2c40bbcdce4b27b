import { UsageError } from '../errors.js'
import { shownWord } from '../text.js'

/**
 * A number of seconds.
 * @throws UsageError where the text is none
 */
export function secondsIn(text: string): number {
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text)) return Number(text)
  throw new UsageError(`${shownWord(text)} is no number of seconds`, 'write digits, as in 30')
}
