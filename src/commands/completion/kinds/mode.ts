import { modesWithFiles } from '../../../env-file/modes.js'
import { NOTHING, wordsOf } from '../offer.js'
import type { Kind } from './kind.js'

/** A mode that has a file of its own. */
export const mode: Kind = ({ root }) => {
  const folder = root()
  return folder === null ? NOTHING : { candidates: wordsOf(modesWithFiles(folder), (one) => `reads .env.${one}`) }
}
