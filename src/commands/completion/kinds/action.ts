import { NOTHING } from '../offer.js'
import type { Kind } from './kind.js'

/** What a verb with actions can be asked to do; the first of them is what it does without a word. */
export const action: Kind = ({ command }) => {
  const [, ...named] = command?.actions ?? []
  return named.length === 0 ? NOTHING : { candidates: named.map(({ name, summary }) => ({ word: name, summary })) }
}
