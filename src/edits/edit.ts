import type { Setting } from '../model.js'
import type { Project } from '../schema/index.js'
import type { Place } from '../world.js'

/** What is to be changed, and in which project. */
export interface EditRequest {
  readonly project: Project
  /** Absolute. */
  readonly schemaFile: string
  readonly place: Place
  readonly setting: Setting
  /** The text of a file under the root; null where there is none. */
  readonly read: (path: string) => string | null
}

/** A change to where a value is written down: in the schema's source, or in a layer's file. */
export interface Edit {
  readonly kind: 'set' | 'unset'
  /** Relative to the root, with `/`. */
  readonly path: string
  /** Null where there was no file. */
  readonly before: string | null
  readonly text: string
  /** Where in the new text, from 1; null where nothing stands there. */
  readonly line: number | null
  /** With the schema as it will be. */
  readonly project: Project
}

/** The layers' files as they will be. */
export function draftsOf({ path, text }: Edit): ReadonlyMap<string, string> {
  return new Map([[path, text]])
}
