import { type Adoption, type Answers, adopt } from '../../adoption/index.js'
import { type Gathered, gather } from '../../adoption/project/gather.js'
import { sources } from '../../adoption/sources/index.js'
import { type Trial, tried } from '../../adoption/trial.js'
import { UsageError } from '../../errors.js'
import { visible } from '../../text.js'
import type { World } from '../../world.js'
import { progressOn } from '../audit/progress.js'

/** What a project is to get, tried. */
export interface Prepared {
  /** Absolute. */
  readonly root: string
  readonly adoption: Adoption
  /** Null where the schema is the project's own and was not run. */
  readonly trial: Trial | null
}

const STARTER = `

    import { defineSchema, port } from 'portolan'

    export default defineSchema({
      core: { backend: port('BACKEND_PORT', 8203, 'Backend API') },
    })`

/**
 * @param mayRun whether a schema that is the project's own may be run: what was read is not, before somebody said so
 * @throws UsageError where there is nothing to make a schema of; ConfigError where it does not hold
 */
export async function prepare(gathered: Gathered, world: World, mayRun: boolean, answers?: Answers): Promise<Prepared> {
  const { root, standing } = gathered
  const adoption = adopt(gathered, world.platform, answers)
  const { schema, isStanding } = adoption
  if (schema === null) {
    throw new UsageError(`there is no port to be found in ${visible(root)}`, 'write schema/index.ts by hand:', STARTER)
  }
  const isStrange = isStanding && standing === null
  return { root, adoption, trial: isStrange && !mayRun ? null : await tried(root, schema, adoption, world) }
}

/** Reads the project; on a terminal a line says how far it is. */
export function gathered(root: string, { stderr }: World): Gathered {
  const progress = progressOn(stderr, () => performance.now())
  try {
    return gather(root, sources, progress.tell)
  } finally {
    progress.clear()
  }
}
