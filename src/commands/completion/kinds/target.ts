import { targets } from '../../../targets/index.js'
import { wordsOf } from '../offer.js'
import type { Kind } from './kind.js'

/** A target that the schema declares; any, where it cannot be read. */
export const target: Kind = async ({ project }) => {
  const declared = (await project())?.stack.targets
  const names = Object.keys(targets).filter((name) => declared?.has(name) ?? true)
  return { candidates: wordsOf(names, (name) => (declared?.get(name) ?? []).map(({ path }) => path).join(', ')) }
}
