/**
 * Why a reader sees no text. `nothing`: it does not set the variable. `failure`: it stops with an error there. `lost`:
 * it stopped elsewhere in the file. `command`: it would run a command. `shell`: what a shell finds when it runs: its
 * own variables, its user's home, a file, arithmetic.
 */
export type Lack = 'nothing' | 'failure' | 'lost' | 'command' | 'shell'

/** What a reader sees in a variable. */
export type Reading = { readonly text: string } | { readonly lack: Lack }

/** What a reader sees in a file. */
export interface Outcome {
  readonly readings: ReadonlyMap<string, Reading>
  /** What it sees in every variable that is not among them. */
  readonly otherwise: Lack
}

/** A program that reads .env files in its own way. */
export interface Dialect {
  readonly name: string
  /** It looks for its files by itself, and `.env.defaults` is none of them. Absent: it reads what it is given. */
  readonly picksFiles?: true
  /**
   * Reads a file's text, with its byte order mark and line breaks as they are, as if nothing else set a variable. It
   * runs nothing, and the work it does is bounded.
   */
  read(text: string): Outcome
}

/** The outcome of a reader that comes to the end of the file. */
export function outcomeOf(texts: Iterable<readonly [string, string]>): Outcome {
  const readings = new Map<string, Reading>()
  for (const [key, text] of texts) readings.set(key, { text })
  return { readings, otherwise: 'nothing' }
}

/** The outcome of a reader that takes nothing from a file in which one value cannot be read. */
export function refusal(keys: Iterable<string>): Outcome {
  const readings = new Map<string, Reading>()
  for (const key of keys) readings.set(key, { lack: 'failure' })
  return { readings, otherwise: 'lost' }
}
