import type { Resolution, Resolved } from '../model.js'

/** What a target is rendered from. */
export interface TargetRequest {
  /** Of the shared layers alone for a shared target, where a value that only local layers have is null; else of all. */
  readonly resolution: Resolution
  /** The same before an edit that is about to be made, whose values a file may still state. Absent or null without. */
  readonly formerly?: Resolution | null
  /** Where its file stands, relative to the root, with `/`. */
  readonly path: string
  /** What the schema says of it beside the path, and flags. Each has been judged by `options`. */
  readonly options: Readonly<Record<string, unknown>>
  /** The text of a file under the root as it is now; null where there is none. */
  current(path: string): string | null
}

/** What begins a comment of one line (`#`, `//`), and what ends it where the line does not (`<!--` and `-->`). */
export type CommentStyle = string | readonly [begin: string, end: '-->']

/** A file as it should be. */
export interface RenderedFile {
  readonly path: string
  readonly text: string
  /**
   * How a comment is written where the whole file is ours: a first line that says so is put above the text. Null where
   * only spans of somebody's file are changed.
   */
  readonly comment: CommentStyle | null
  /**
   * Whether it holds secrets: it is then nobody else's to read, and never shown. One that is only `supposed` to keeps
   * the mode that somebody gave it. Absent: it does not.
   */
  readonly secret?: boolean | 'supposed'
}

export interface Rendered {
  readonly files: readonly RenderedFile[]
  /** What a user should know or do by hand, each a line. */
  readonly remarks: readonly string[]
}

/** A target whose `afterwards` is too much where another one's file has the public values too. */
export interface Spared {
  /** Its name. */
  readonly target: string
  /** What has to happen instead, once the other's file is written. */
  once(path: string): string
  /** What has to happen where the other's file is declared and not there. */
  without(path: string): string
}

/** A name that others may ask a file for, and the line that defines it. */
export interface DefinedName {
  readonly name: string
  readonly line: number
}

/** Something generated from the configuration: a pure function of its request, without clock, host or absolute path. */
export interface Target {
  readonly name: string
  /** What it is, for the list of targets. */
  readonly summary: string
  /** Shared: made of the schema and shared layers, to be committed. Local: fully resolved, for one machine. */
  readonly scope: 'shared' | 'local'
  /** Where its file usually stands. */
  readonly usualPath: string
  /** What it takes beside the path: for each option, what is wrong with a value, as after "is" in a sentence, or null. */
  readonly options: Readonly<Record<string, (value: unknown) => string | null>>
  /**
   * What has to happen for its changed files, or what its consumer reads beside, to count: `rebuild the frontend`. Null
   * for nothing.
   */
  readonly afterwards: string | null
  /** Whose consumer reads this target's file as it starts, before what was built into it; absent for most. */
  readonly spares?: Spared
  /** The variables under which its consumer reads a setting when it is built or started; none for most. */
  reads(resolved: Resolved, resolution: Resolution): readonly string[]
  /** Whether one of its files names a variable, where its consumer reads no others; absent where it reads all. */
  names?(text: string, variable: string): boolean
  /** @throws ConfigError where a value cannot be written */
  render(request: TargetRequest): Rendered
  /** What others may import of a file in its place, be it ours or not; absent where nothing is imported by name. */
  definedIn?(text: string): readonly DefinedName[]
  /** The settings' texts that one of its files states, by name, as far as they can be read out of it. */
  valuesIn(text: string): ReadonlyMap<string, string>
}
