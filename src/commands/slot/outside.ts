import { ConfigError, UsageError } from '../../errors.js'
import { otherLedgers } from '../../slots/ledger.js'
import { visible } from '../../text.js'
import { isFolder } from '../../there.js'
import type { World } from '../../world.js'

const MOST = 5

/** What is wrong where no checkout is asked from, with those that could be. */
export function outside(world: World): UsageError {
  const [first, ...others] = knownCheckouts(world)
  const choice = first === undefined ? 'or name one with --root' : `or name one: --root ${visible(first)}`
  const rest = others.slice(0, MOST).map(visible)
  const more = rest.length === 0 ? '' : `; other stacks have ${rest.join(', ')}`
  const message = `there is no schema in ${visible(world.cwd)} or a folder above it`
  return new UsageError(message, `call it in a checkout of the stack, ${choice}${more}`)
}

/** A checkout of each stack that has a ledger here. */
function knownCheckouts(world: World): string[] {
  try {
    const { ledgers } = otherLedgers(world, '')
    return ledgers.flatMap(({ ledger }) => ledger.find(({ checkout }) => isFolder(checkout))?.checkout ?? [])
  } catch (error) {
    if (error instanceof ConfigError) return []
    throw error
  }
}
