import type { Environment } from '../world.js'

/** A command as it is started. */
export interface CommandLine {
  /** Its name or path, and its arguments. `NAME=value` may stand before it. */
  readonly words: readonly string[]
  /** Absolute. */
  readonly cwd: string
  readonly env: Environment
  /** Whether other commands run at the same time, with the same environment. */
  readonly isShared: boolean
}

/** A program that starts other commands. */
export interface Launcher {
  /**
   * The command lines that one of its own starts, in order; none where it starts none, or nobody knows which.
   * Nothing is run for that: what cannot be told by looking counts as none.
   * @param line without the launcher's own name
   */
  launches(line: CommandLine): readonly CommandLine[]
}
