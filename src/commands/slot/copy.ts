import { checkoutOf } from '../../checkout/index.js'
import { stackNameOf } from '../../checkout/name.js'
import { ConfigError, UsageError } from '../../errors.js'
import { problemOf } from '../../problem.js'
import { findRoot } from '../../schema/root.js'
import type { Copy } from '../../slots/model.js'
import { slotSetting } from '../../stack/slot.js'
import type { Call, Opened } from '../command.js'
import { outside } from './outside.js'

/** The checkout that asks. @throws ConfigError where the stack has no copies */
export async function copyOf(call: Call): Promise<Copy> {
  const { project } = await opened(call)
  if (slotSetting(project.stack) === null) {
    const help = '`config slot plan` solves for the stride, and prints the line to write into the schema'
    throw new ConfigError([problemOf('slot', 'the schema has no slot, so that no port of a copy shifts', help)])
  }
  const checkout = checkoutOf(project.root)
  return { project, checkout, stack: stackNameOf(checkout) }
}

/** As `call.open`, but for somebody who keeps slots, and not about to write a schema. */
export async function opened(call: Call): Promise<Opened> {
  try {
    return await call.open()
  } catch (error) {
    const { world, flag } = call
    const isOutside = error instanceof UsageError && flag('root') === undefined && findRoot(world.cwd) === null
    throw isOutside ? outside(world) : error
  }
}
