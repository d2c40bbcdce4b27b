import type { Call, Flag } from '../command.js'

/** What `config slot` can be asked to do. */
export interface Action {
  /** The word behind `slot`. */
  readonly name: string
  /** As in the help. */
  readonly summary: string
  /** What follows the word: `[N] [--auto]`. */
  readonly usage: string
  /** The flags that it takes and others do not. */
  readonly flags: readonly Flag[]
  load(): Promise<Work>
}

/** What an action does. */
export interface Work {
  /** Returns the exit code. `call.words` are those behind the action's own. */
  run(call: Call): Promise<number>
}
