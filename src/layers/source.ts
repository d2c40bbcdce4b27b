import type { EnvFile, FileState, Layer, Problem, Stack } from '../model.js'
import type { Place } from '../world.js'

/** What the layers are read from. */
export interface SourceRequest {
  readonly place: Place
  /** Absolute. */
  readonly root: string
  readonly mode: string | null
  readonly stack: Stack
  /** Texts by setting, as `--set NAME=value` gives them. */
  readonly set: ReadonlyMap<string, string>
  /** A caller's own arguments, for settings with convict's `arg`. */
  readonly argv: readonly string[]
  /** Whether only files that are committed count, not those of this machine. */
  readonly sharedOnly: boolean
  /** Files as they are about to be, by path; they are read in place of those on the disk. */
  readonly drafts: ReadonlyMap<string, string>
}

/** What a source gives: its layers, lowest first, and what is wrong with it. */
export interface Supply {
  readonly layers: readonly Layer[]
  readonly problems: readonly Problem[]
  readonly files?: readonly FileState[]
  readonly envFiles?: readonly EnvFile[]
}

/** A place that raw texts come from. Never throws for what users can get wrong: it reports a problem. */
export type Source = (request: SourceRequest) => Supply
