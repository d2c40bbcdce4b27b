/** A .env file's text, with its byte order mark and line breaks as they are. */
export interface EnvText {
  readonly path: string
  readonly text: string
}

/** What a tool sees in a variable that a .env file of its own sets. */
export interface Sight {
  readonly text: string
  /** The file whose line counts; null where the environment's value does, as it is or expanded. */
  readonly path: string | null
}

/** What a tool makes of its .env files and the environment that it was started with. */
export interface Sights {
  /** By variable; those that only the environment has are left out, as every tool sees them as they are. */
  readonly seen: ReadonlyMap<string, Sight>
  /** Values whose expansion has no end, by file and variable: what becomes of the others is the tool's affair. */
  readonly endless: readonly { readonly path: string; readonly key: string }[]
}

/** Reads files, in the tool's own order, beside an environment. It runs nothing, and the work it does is bounded. */
export type ReadEnv = (files: readonly EnvText[], env: ReadonlyMap<string, string>) => Sights
