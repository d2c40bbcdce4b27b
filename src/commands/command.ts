import type { LoadRequest } from '../load.js'
import type { Resolution } from '../model.js'
import type { Project } from '../schema/index.js'
import type { Watched } from '../watching/watched.js'
import type { World } from '../world.js'

/** An option of the program or of one verb. */
export interface Flag {
  readonly name: string
  /** What its value is called in the help (`DIR`); absent for a flag without one. */
  readonly value?: string
  /** Whether the words behind its value, up to the next flag or `--`, are values too. */
  readonly takesList?: boolean
  /** All that its value can be, where that is known. */
  readonly choices?: readonly string[]
  readonly summary: string
}

/** What a verb is called with. */
export interface Call {
  readonly world: World
  /** The words after the verb, but for flags. */
  readonly words: readonly string[]
  /** What stands behind `--`; null without it. */
  readonly rest: readonly string[] | null
  /** The last value of a flag; empty text for a flag without value, undefined where it is absent. */
  flag(name: string): string | undefined
  /** Every value of a flag that may be repeated, in order. */
  flagValues(name: string): readonly string[]
  /** What the flags say of how to resolve. */
  readonly request: LoadRequest
  /**
   * Reads the schema, once.
   * @param isFollowed whether it may be read anew: the first call decides. Default: false.
   * @throws UsageError where there is none, ConfigError where it is bad
   */
  open(isFollowed?: boolean): Promise<Opened>
  /**
   * Reads the schema anew where it has changed since.
   * @throws ConfigError where it cannot be read like that; it is then tried again the next time
   */
  openAgain(): Promise<Opened>
  /**
   * Reads the schema and the layers. Bad values are in the result's `problems`.
   * @param request what the flags say, by default
   * @throws UsageError where there is no schema, ConfigError where it is bad
   */
  resolve(request?: LoadRequest): Promise<Resolution>
}

/** A project whose schema is a file. */
export interface Opened {
  readonly project: Project
  /** Absolute. */
  readonly schemaFile: string
  /** What the schema may be made of: its file, and the modules beside and below it. */
  readonly sources: Watched
  /** Whether one of these is another than when the schema was read; true where it was not opened to be followed. */
  hasChanged(): boolean
}

/** A verb of the program. */
export interface Command {
  readonly name: string
  /** As in the list of verbs. */
  readonly summary: string
  /**
   * What follows the verb: `[NAME|GROUP ...]`. Shells complete it by the words in capitals (src/commands/completion/kinds/),
   * and those in lower case as they are.
   */
  readonly usage: string
  readonly flags: readonly Flag[]
  /** What the verb can be asked to do by its first word, where it has such words; the first is what it does without one. */
  readonly actions?: readonly Pick<Command, 'name' | 'summary' | 'usage' | 'flags'>[]
  /** Whether it prints JSON with these flags, where it has others than `--json` for that. */
  readonly printsJson?: (flag: (name: string) => string | undefined) => boolean
  /** Whether it runs a command, which has to stand behind `--`. */
  readonly runs?: boolean
  /** What a user should know beside, a paragraph each. */
  readonly notes: readonly string[]
  /** Returns the exit code. */
  run(call: Call): Promise<number>
}
