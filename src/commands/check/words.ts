import { questionsOf } from '../../checks/ask.js'
import { checks } from '../../checks/index.js'
import type { Question } from '../../checks/question.js'
import { UsageError } from '../../errors.js'
import { suggestion } from '../../suggestion.js'
import { shownWord } from '../../text.js'

/**
 * The questions of some names, each once and in the order of the list; all without names.
 * @throws UsageError where a name is no check's
 */
export async function questionsIn(names: readonly string[]): Promise<Question[]> {
  const unknown = names.find((name) => !Object.hasOwn(checks, name))
  if (unknown !== undefined) {
    const help = suggestion(unknown, Object.keys(checks), '`config check --list` lists them')
    throw new UsageError(`there is no check ${shownWord(unknown)}`, help)
  }
  return questionsOf(Object.keys(checks).filter((name) => names.length === 0 || names.includes(name)))
}
