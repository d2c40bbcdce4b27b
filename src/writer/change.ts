/** A file as it is to be. */
export interface Change {
  /** Relative to the root, with `/`. */
  readonly path: string
  readonly text: string
  /** What the file held when the change was made up; null where there was no file. It must still hold that. */
  readonly before: string | null
  /** Whether it is its owner's alone to read. Absent: the mode of the file that is there, or the user's usual one. */
  readonly secret?: boolean
}
