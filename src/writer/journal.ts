import type { Problem } from '../model.js'
import { type Deed, troubleWith } from './trouble.js'

/** Something done to the disk that can be taken back. */
export interface Step {
  /** The file that it was done for, as the user names it. */
  readonly path: string
  /** What the user cannot have where it is not taken back. */
  readonly deed: Deed
  takeBack(): void
}

/** What has been done, in order. */
export type Journal = Step[]

/** Takes everything back, the last step first, and tells what cannot be. */
export function takeBack(journal: Journal): Problem[] {
  return journal.toReversed().flatMap((step) => {
    try {
      step.takeBack()
      return []
    } catch (error) {
      return troubleWith(error, step.path, step.deed)
    }
  })
}
