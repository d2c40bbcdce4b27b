import type { Format, Leaf } from '../model.js'

/** Makes the format of a leaf, or null where the leaf is of another kind. */
export type FormatKind = (leaf: Leaf) => Format | null
