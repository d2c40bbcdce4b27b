import { questionsOf } from '../../../checks/ask.js'
import { checks } from '../../../checks/index.js'
import type { Kind } from './kind.js'

/** A check. */
export const check: Kind = async () => {
  const questions = await questionsOf(Object.keys(checks))
  return { candidates: questions.map(({ name, summary }) => ({ word: name, summary })) }
}
