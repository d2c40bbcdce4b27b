import { ConfigError } from '../../errors.js'
import type { Copy } from '../../slots/model.js'
import type { Call } from '../command.js'

/** What became of the generated files that are for this machine. */
export interface Renewed {
  readonly files: readonly string[]
  readonly notes: readonly string[]
}

/**
 * Makes those generated files anew that hold the ports of this copy and are there, as an edit of a value does. Where one
 * cannot be made, the slot stands all the same.
 */
export async function renewLocalTargets({ project }: Copy, { world, request }: Call): Promise<Renewed> {
  if (project.stack.targets.size === 0) return { files: [], notes: [] }
  const [{ prepare }, { isToWrite }, { writeAll }] = await Promise.all([
    import('../../generation/index.js'),
    import('../../generation/plan.js'),
    import('../../writer/index.js'),
  ])
  try {
    const choice = { words: [], override: false, onlyPresent: true, follow: false }
    const plan = await prepare(project, world, request, choice)
    const files = plan.files.filter((file) => file.scope === 'local' && isToWrite(file))
    writeAll(project.root, files, { follow: false, self: world.self })
    return { files: files.map(({ path }) => path), notes: plan.problems.length === 0 ? [] : [UNMADE] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { files: [], notes: [UNMADE] }
  }
}

const UNMADE = 'not every file that is made of the ports could be made: `config generate` tells why'
