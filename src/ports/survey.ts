import { grouped } from '../grouped.js'
import { type Claim, type Obstacle, obstaclesTo } from './claim.js'
import type { Machine } from './machine.js'

/** How many ports are tried at a time. */
const AT_ONCE = 16

/** What keeps services from what they claim: one pass over the machine's tables, and an attempt at each port. */
export async function survey<Claimed extends Claim>(
  claims: readonly Claimed[],
  machine: Machine,
): Promise<ReadonlyMap<Claimed, readonly Obstacle[]>> {
  const listeners = await machine.listeners(new Set(claims.map(({ port }) => port)))
  // Claims to one port are asked one after the other: they would answer each other.
  const waiting = [...grouped(claims, ({ protocol, port }) => `${protocol} ${port}`).values()]
  const obstacles = new Map<Claimed, readonly Obstacle[]>()
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const claim of next) obstacles.set(claim, await obstaclesTo(claim, listeners))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return obstacles
}
