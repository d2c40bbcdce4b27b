import type { Listening } from '../../slots/listening.js'
import type { Holding } from '../../slots/model.js'
import type { Standing } from '../../slots/standing.js'

/** What `config slot list` tells of a holding. */
export interface Row {
  readonly holding: Holding
  /** Whether it is that of the checkout that asks. */
  readonly isHere: boolean
  readonly standing: Standing
  /** By port. */
  readonly listening: readonly Listening[]
}
