import { commands } from '../../index.js'
import type { Kind } from './kind.js'

/** A verb of the program. */
export const verb: Kind = async () => {
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  return { candidates: all.map(({ name, summary }) => ({ word: name, summary })) }
}
