import type { Environment } from '../world.js'
import type { ReadEnv } from './reading/sight.js'

/** How a command line starts a bundler. */
export interface Usage {
  /** As in its own help: `build`; empty where it is started without. */
  readonly verb: string
  /** The mode in which it reads its own .env files, as it names it: not every one can be a mode of ours. */
  readonly mode: string
  /** The folder of its project, where it looks for them: absolute, or relative to where it is started; `.` is there. */
  readonly folder: string
  /** Whether it is a server that listens on PORT where no option names another. */
  readonly listensOnPort: boolean
}

/** Where a project's .env files are for its bundler, and what of them a page sees. */
export interface EnvPlace {
  /** Relative to the project's folder; `.` is there. */
  readonly folder: string
  /** What the names of the variables begin with that a page sees. */
  readonly prefixes: readonly string[]
}

/** A tool that puts variables of its environment, and of .env files that it reads itself, into what a page runs. */
export interface Bundler {
  /** As its package is called. */
  readonly name: string
  /** What the names of the variables begin with that a page sees. */
  readonly prefix: string
  /** Whether a PORT of its own .env files tells its server where to listen. */
  readonly readsPortFromFiles: boolean
  /**
   * What a command line does, without the command's own name; null where it makes nothing for a page: `--help`.
   * @param env what the command is started with
   */
  usage(words: readonly string[], env: Environment): Usage | null
  /** The modes in which it makes pages where nobody chooses another, that of builds first; none for what only tests. */
  readonly usualModes: readonly string[]
  /** Whether it can be started in a mode. */
  hasMode(mode: string): boolean
  /** The .env files that it reads in a mode, nearest first, by their names in its folder. */
  files(mode: string): readonly string[]
  /**
   * How it reads them.
   * @param version the installed one, or what a package.json asks for, as `^8.0.0`; empty where nobody knows
   */
  reader(version: string): ReadEnv
  /** What a project says of its .env files, by its folder, absolute; null where that is not to be told by looking. */
  envPlace(folder: string): EnvPlace | null
}
