import type { Checkout } from '../checkout/index.js'
import { ConfigError } from '../errors.js'
import { grouped } from '../grouped.js'
import type { Problem } from '../model.js'
import { problemOf, warningOf } from '../problem.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { holdingAt } from './holding-at.js'
import type { Holding, Ledger } from './model.js'

/** A ledger as its checkouts have it, and who is left out. */
export interface Rebuilding {
  readonly ledger: Ledger
  readonly warnings: readonly Problem[]
}

/**
 * Makes a ledger of what checkouts say of themselves.
 * @param sound what is known, and stays as it is
 * @param roots of the projects that are asked
 * @param here whose environment counts for its ports, too
 * @throws ConfigError where two of them say one slot
 */
export async function ledgerFrom(
  sound: Ledger,
  roots: readonly string[],
  stack: string,
  here: Checkout,
  world: World,
): Promise<Rebuilding> {
  const claimed = new Date().toISOString()
  const known = new Set(sound.map(({ checkout }) => checkout))
  const found: (Holding | Problem)[] = []
  for (const root of roots.filter((one) => !known.has(one))) {
    const holding = await holdingAt(root, stack, root === here.path ? world.env : {}, claimed, world)
    if (holding !== null) found.push(holding)
  }
  const holdings = [...sound, ...found.filter((one) => 'slot' in one)]
  const rivals = [...grouped(holdings, ({ slot }) => slot).values()].filter((some) => some.length > 1)
  const disputes = rivals.flatMap((some) => (some[0]?.slot === 0 ? [] : disputed(some)))
  if (disputes.length > 0) throw new ConfigError(disputes)
  // A clone is a main checkout too, and has the ports of slot 0 until it claims another.
  const zero = rivals.flat()
  const first = zero.find(({ checkout }) => known.has(checkout) || checkout === here.main) ?? zero[0]
  const late = zero.filter((one) => one !== first)
  return {
    ledger: holdings.filter((one) => !late.includes(one)).sort((one, other) => one.slot - other.slot),
    warnings: [...found.filter((one) => 'check' in one), ...late.map(inSlotZero)],
  }
}

function disputed(rivals: readonly Holding[]): Problem[] {
  const all = rivals.map(({ checkout }) => visible(checkout))
  const message = `slot ${rivals[0]?.slot} is said by ${all.join(' and by ')}`
  const help = 'take the slot out of the .env.local and .env.test.local of all but one, and rebuild again'
  return [problemOf('slot', message, help)]
}

function inSlotZero({ checkout }: Holding): Problem {
  const message = `${visible(checkout)} is in slot 0, which another main checkout has, and is left out`
  return warningOf('slot', message, 'claim a slot there: `config slot claim`')
}
