import { withoutComments } from '../comments.js'
import { EXPANDS, expansionsOf } from '../expansions.js'
import type { Reader } from '../reader.js'

const NONE: ReadonlySet<string> = new Set()

export const compose: Reader = {
  name: 'compose',
  handles: (path) => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path),
  sign: EXPANDS,
  reads: (text) => expansionsOf(withoutComments(text, 'hash'), NONE),
}
