import { ConfigError } from '../../errors.js'
import { problemOf } from '../../problem.js'
import type { Project } from '../../schema/index.js'
import { checkoutOf } from '../../slots/checkout.js'
import type { Checkout } from '../../slots/model.js'
import { stackNameOf } from '../../slots/name.js'
import { slotSetting } from '../../stack/slot.js'
import type { Call } from '../command.js'

/** The checkout that asks, and the stack that it is a copy of. */
export interface Copy {
  readonly project: Project
  readonly checkout: Checkout
  /** The stack's name, as a file name. */
  readonly stack: string
}

/** @throws ConfigError where the stack has no copies */
export async function copyOf(call: Call): Promise<Copy> {
  const { project } = await call.open()
  if (slotSetting(project.stack) === null) {
    const help = "declare one: `slot('STACK_SLOT', 'Copy of the stack', { stride: 200, count: 10 })`"
    throw new ConfigError([problemOf('slot', 'the schema has no slot, so that no port of a copy shifts', help)])
  }
  const checkout = checkoutOf(project.root)
  return { project, checkout, stack: stackNameOf(checkout) }
}
