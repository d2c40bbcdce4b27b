import { type Binding, bindingOf } from './binding.js'
import { areFree, canBind, type Known, type Need, nearestFree } from './nearest.js'
import { type PortRange, rangeFrom } from './range.js'

/** Ports that somebody asks for. */
export interface Wish extends Need {
  /** Where the search begins. */
  readonly from: number
}

/** The ports of a wish; `none` where none are free, `no address` where the bind host is none of this machine's. */
export type Lot = PortRange | 'none' | 'no address'

/** Ports for every wish, no two alike. A wish that can be met where its search begins is met before all others. */
export async function allot<Wished extends Wish>(
  wishes: readonly Wished[],
  known: Known,
): Promise<ReadonlyMap<Wished, Lot>> {
  const lots = new Map<Wished, Lot>()
  const taken = [...known.taken]
  const give = (wish: Wished, lot: Lot) => {
    lots.set(wish, lot)
    if (typeof lot === 'object') taken.push(...bindingsFor(wish, lot))
  }
  for (const wish of wishes) {
    if (await areFree(wish, wish.from, { ...known, taken })) give(wish, rangeFrom(wish.from, wish.count))
  }
  for (const wish of wishes) {
    if (!lots.has(wish)) give(wish, await lotOf(wish, { ...known, taken }))
  }
  return lots
}

async function lotOf(wish: Wish, known: Known): Promise<Lot> {
  if (!(await canBind(wish))) return 'no address'
  return (await nearestFree(wish, wish.from, known)) ?? 'none'
}

function bindingsFor({ roles, bind, count }: Need, { first }: PortRange): Binding[] {
  return roles.map((role) => bindingOf({ role, bind, count }, first))
}
