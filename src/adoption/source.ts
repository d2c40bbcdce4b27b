import type { Mention } from './mention.js'

/** Texts of one kind that say which settings a project has. */
export interface Source {
  /** As in the report: `compose`. */
  readonly name: string
  /** @param path relative to the root, with `/` */
  handles(path: string): boolean
  /**
   * Every mention, in the order in which they stand. What cannot be read as its kind mentions nothing.
   * @param text the file's, at most 1 MiB
   */
  mentions(text: string, path: string): Mention[]
}
