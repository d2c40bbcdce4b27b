import { checkoutOf } from '../checkout/index.js'
import { stackNameOf } from '../checkout/name.js'
import { ConfigError, UsageError } from '../errors.js'
import type { Problem } from '../model.js'
import { warningOf } from '../problem.js'
import { slotSetting } from '../stack/slot.js'
import { visible } from '../text.js'
import type { Environment, World } from '../world.js'
import type { Holding } from './model.js'
import { projectAt } from './project-at.js'
import { saidSlot } from './said-slot.js'
import { usedPorts } from './used-ports.js'

/**
 * What a checkout holds by what its own files say: a slot of its own, or slot 0 where it is a main checkout.
 * @param root of its project
 * @param env what counts for its ports beside its files
 * @param claimed as in Holding
 * @returns null where it holds none, or is of another stack; a warning where that cannot be told
 */
export async function holdingAt(
  root: string,
  stack: string,
  env: Environment,
  claimed: string,
  world: Pick<World, 'schemaEnv' | 'loadsAsUsual' | 'self' | 'platform'>,
): Promise<Holding | Problem | null> {
  const { path, branch, main } = checkoutOf(root)
  if (stackNameOf({ path, branch, main }) !== stack) return null
  try {
    const project = await projectAt(path, world)
    const setting = slotSetting(project.stack)
    if (setting === null) return null
    const place = { cwd: path, env, platform: world.platform }
    const text = saidSlot(project, place)?.text ?? null
    if (text === null) return leftOut(path, `${setting.name} has no valid value there`)
    const slot = Number(text)
    if (slot === 0 && main !== path) return null
    return { slot, checkout: path, branch, claimed, ports: usedPorts(project, place, slot) }
  } catch (error) {
    if (error instanceof UsageError) return null
    if (!(error instanceof ConfigError)) throw error
    return leftOut(path, 'its schema cannot be read')
  }
}

function leftOut(path: string, why: string): Problem {
  const help = 'mend it, then claim its slot there: `config slot claim`'
  return warningOf('slot', `${visible(path)} is left out: ${visible(why)}`, help)
}
