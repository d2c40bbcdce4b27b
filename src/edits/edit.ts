import type { Project } from '../schema/index.js'

/** A change to where a value is written down: in the schema's source, or in a layer's file. */
export interface Edit {
  /** Relative to the root, with `/`. */
  readonly path: string
  /** Null where there was no file. */
  readonly before: string | null
  readonly text: string
  /** Where in the new text, from 1; null where a line went away. */
  readonly line: number | null
  /** With the schema as it will be. */
  readonly project: Project
}

/** The layers' files as they will be. */
export function draftsOf({ path, text }: Edit): ReadonlyMap<string, string> {
  return new Map([[path, text]])
}
