import type { Environment, OwnProcess, Place } from '../world.js'

/** What the plugin reads of the machine. */
export interface Surroundings extends Place {
  /** The environment as the schema's own code sees it, and may add to it. */
  readonly schemaEnv: Environment
  readonly self: Pick<OwnProcess, 'user'>
}
