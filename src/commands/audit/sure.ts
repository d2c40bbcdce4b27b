import type { Verdict } from '../../audit/model.js'
import { UsageError } from '../../errors.js'
import { either, shownWord } from '../../text.js'

type Level = Verdict['sure']

/** The surest first. */
export const LEVELS: readonly Level[] = ['high', 'medium', 'low']

/**
 * A level of certainty.
 * @throws UsageError where the word is none
 */
export function levelIn(word: string): Level {
  const level = LEVELS.find((one) => one === word)
  if (level !== undefined) return level
  throw new UsageError(`${shownWord(word)} is no level of certainty`, `write --sure ${either(LEVELS)}`)
}

export function isAtLeast(sure: Level, level: Level): boolean {
  return LEVELS.indexOf(sure) <= LEVELS.indexOf(level)
}
