import { EXPANDS, expansionsOf } from '../expansions.js'
import type { Reader } from '../reader.js'

const NONE: ReadonlySet<string> = new Set()
/** Capitals only: what is left of nginx's own variables is in lower case. */
const CAPITALS = /(?<![$\\])\$(?:([A-Z][A-Z0-9_]*)\b|\{([A-Z][A-Z0-9_]*)\b)/dg

/** Templates that `envsubst` fills, as nginx's image does with `*.template`. */
export const template: Reader = {
  name: 'template',
  handles: (path) => /\.template$/.test(path),
  sign: EXPANDS,
  reads: (text) =>
    expansionsOf(
      text.replace(/^[ \t]*#.*/gm, (comment) => ' '.repeat(comment.length)),
      NONE,
      CAPITALS,
    ),
}
