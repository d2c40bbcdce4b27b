import type { Resolution, Resolved } from '../model.js'

/** What a printer is asked for. */
export interface PrintRequest {
  readonly resolution: Resolution
  /** In schema order. */
  readonly selected: readonly Resolved[]
  /** Whether secrets are shown. */
  readonly reveal: boolean
  /** Whether a terminal shows the text. */
  readonly styled: boolean
}

/** Data for stdout, and lines of talk for stderr. */
export interface Printed {
  readonly text: string
  readonly remarks: readonly string[]
}

/**
 * Writes values in one format.
 * @throws ConfigError where a value cannot be written in it
 */
export type Printer = (request: PrintRequest) => Printed
