import type { Format, Leaf } from '../model.js'

/** A kind of format: a way to read texts that several leaves may ask for. */
export interface FormatKind {
  /** What a schema calls it; a constructor (`Number`) goes by its name. None where its leaves are known otherwise. */
  readonly names: readonly string[]
  /** The format of a leaf, or null where the leaf is of another kind. */
  of(leaf: Leaf): Format | null
}
