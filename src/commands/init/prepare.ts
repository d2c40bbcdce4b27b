import { type Adoption, type Answers, adopt } from '../../adoption/index.js'
import { type Trial, tried } from '../../adoption/trial.js'
import { UsageError } from '../../errors.js'
import { visible } from '../../text.js'
import type { World } from '../../world.js'

/** What a project is to get, tried. */
export interface Prepared {
  readonly adoption: Adoption
  readonly trial: Trial
}

const STARTER = `

    import { defineSchema, port } from 'portolan'

    export default defineSchema({
      core: { backend: port('BACKEND_PORT', 8203, 'Backend API') },
    })`

/** @throws UsageError where there is nothing to make a schema of; ConfigError where it does not hold */
export async function prepare(root: string, world: World, answers?: Answers): Promise<Prepared> {
  const adoption = adopt(root, world.platform, answers)
  if (adoption.schema !== null) return { adoption, trial: await tried(root, adoption.schema, adoption, world) }
  const help = 'write schema/index.ts by hand:'
  throw new UsageError(`there is no port to be found in ${visible(root)}`, help, STARTER)
}
