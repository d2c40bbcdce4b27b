import { grouped } from '../grouped.js'
import { type Claim, type Holding, holdersOf } from './claim.js'
import type { Machine } from './machine.js'

/** How many ports are tried at a time. */
const AT_ONCE = 16

/** Whether services could bind what they claim: one pass over the machine's tables, and an attempt at each port. */
export async function survey<Claimed extends Claim>(
  claims: readonly Claimed[],
  machine: Machine,
): Promise<ReadonlyMap<Claimed, Holding>> {
  const listeners = await machine.listeners(new Set(claims.map(({ port }) => port)))
  // Claims to one port are asked one after the other: they would answer each other.
  const waiting = [...grouped(claims, ({ protocol, port }) => `${protocol} ${port}`).values()]
  const holdings = new Map<Claimed, Holding>()
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const claim of next) holdings.set(claim, await holdersOf(claim, listeners))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return holdings
}
