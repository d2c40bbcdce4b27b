/** A number in a text that is also a port of the stack, with what stands around it. */
export interface Candidate {
  /** Relative to the root, with `/`. */
  path: string
  /** From 1. */
  line: number
  /** From 1, in UTF-16 units. */
  column: number
  /** The whole line; of a longer one a window of at most 400 characters around the number. */
  text: string
  /** Where the number stands in `text`. */
  at: number
  /** The digits. */
  number: string
  /** Up to three lines above it, the nearest last. */
  before: readonly string[]
  /** The line below it; empty where there is none. */
  after: string
}

/** What a number in a text stands for. */
export interface Verdict {
  setting: string
  sure: 'high' | 'medium' | 'low'
  why: string
}

/** A port that is written where the setting should be read. */
export interface Finding extends Verdict {
  path: string
  line: number
  column: number
}

/** Which settings a port belongs to: those with the port and the ranges that have it as a member. */
export type PortNames = ReadonlyMap<number, readonly string[]>
