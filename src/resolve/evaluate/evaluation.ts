import type { Setting, Value } from '../../model.js'

/** Texts by setting, as its format gives them. */
export type Texts = ReadonlyMap<Setting, string>

/** What convict makes of the settings it is given: typed values, and its words where it refuses. */
export interface Evaluation {
  readonly values: ReadonlyMap<Setting, Value>
  /** convict's own message by setting; it may hold the value. */
  readonly refusals: ReadonlyMap<Setting, string>
}
