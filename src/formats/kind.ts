import type { Format } from '../model.js'

/** Makes the format of a leaf, or null where the leaf is of another kind. */
export type FormatKind = (leaf: Readonly<Record<string, unknown>>) => Format | null
