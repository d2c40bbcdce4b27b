import type { Checkout } from '../checkout/index.js'
import { ConfigError, UsageError } from '../errors.js'
import type { World } from '../world.js'
import { goneBecause } from './gone.js'
import { beyond } from './meetings.js'
import type { Holding } from './model.js'
import { projectAt } from './project-at.js'
import { saidSlot } from './said-slot.js'
import { usedPorts } from './used-ports.js'

/**
 * How a checkout stands to what the ledger has of it. `here`: it is the one that asks. `gone`: it does not need the slot
 * any more. `changed`: it has ports that are not recorded. `moved`: its files say another slot. `unreadable`: its schema
 * cannot be read. `sound`: as it was recorded.
 */
export interface Standing {
  readonly state: 'sound' | 'changed' | 'moved' | 'gone' | 'unreadable'
  /** What there is to say of it, as in a list; empty for a sound one. */
  readonly remark: string
}

/** Looks at a holding's checkout, as it is without any environment. Its schema is run. */
export async function standingOf(
  holding: Holding,
  stack: string,
  here: Checkout,
  world: Pick<World, 'schemaEnv' | 'loadsAsUsual' | 'self' | 'platform'>,
): Promise<Standing> {
  const gone = goneBecause(holding, stack, here)
  if (gone !== null) return { state: 'gone', remark: gone }
  try {
    const project = await projectAt(holding.checkout, world)
    const place = { cwd: project.root, env: {}, platform: world.platform }
    const said = saidSlot(project, place)?.text ?? null
    if (said !== `${holding.slot}`)
      return { state: 'moved', remark: `its files say ${said === null ? 'no slot' : `slot ${said}`}` }
    const changed = [...new Set(beyond(holding.ports, usedPorts(project, place, holding.slot)).map(({ name }) => name))]
    if (changed.length === 0) return { state: 'sound', remark: '' }
    return { state: 'changed', remark: `has changed ${changed.join(', ')}` }
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof UsageError)) throw error
    return { state: 'unreadable', remark: 'its schema cannot be read' }
  }
}
