/** A shell that can be taught to complete. */
export interface Shell {
  /**
   * What it reads once. It asks `config completion SHELL -- WORD...` at each completion, so it is the same for every project
   * and every version.
   */
  readonly script: string
  /** The commands that keep the script for one user, a line each. */
  readonly install: readonly string[]
}
