import type { LoadRequest } from '../load.js'
import type { Problem, Resolution } from '../model.js'
import type { Machine } from '../ports/machine.js'
import type { Project } from '../schema/index.js'
import type { World } from '../world.js'

/** What a question is asked about. */
export interface Subject {
  readonly project: Project
  readonly request: LoadRequest
  /** Values that are bad are null in it, and told elsewhere. */
  readonly resolution: Resolution
  readonly world: World
  readonly machine: Machine
  /** How long to wait for a port that is held to be free, in seconds. */
  readonly patience: number
}

/** A question about the configuration that ends in problems. */
export interface Question {
  /** What its problems name as their `check`; only those of `values` have names of their own. */
  readonly name: string
  /** What holds where it finds nothing, in a line. */
  readonly summary: string
  /** What it finds and what it leaves alone, a paragraph each. */
  readonly notes: readonly string[]
  /** Everything that is wrong, in the order in which a user would mend it. */
  find(subject: Subject): readonly Problem[] | Promise<readonly Problem[]>
}
