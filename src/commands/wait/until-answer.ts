import { setTimeout as pause } from 'node:timers/promises'
import { addressesHere } from '../../ports/host.js'
import type { Machine } from '../../ports/machine.js'
import { probes } from '../../ports/probes/index.js'
import type { Sight } from '../../ports/probes/probe.js'
import type { Target } from './targets.js'

/** The longest a try may take, in milliseconds: a development server may build a page first. */
const LONGEST_TRY = 5000
/** The shortest that a try is given, where the time is up: enough for a service that is there. */
const SHORTEST_TRY = 500
const SHORTEST_PAUSE = 50
const LONGEST_PAUSE = 500

/** What became of waiting. */
export interface Outcome {
  readonly target: Target
  /** Where it answered; null where it did not. */
  readonly address: string | null
  /** What was seen last, by address. */
  readonly seen: ReadonlyMap<string, string>
  /** How long it took, in milliseconds. */
  readonly took: number
}

/**
 * Tries every address of a service at once, and again, until one answers. It tries at least once.
 * @param deadline in milliseconds since 1970
 */
export async function untilAnswer(target: Target, deadline: number, machine: Machine): Promise<Outcome> {
  const start = Date.now()
  for (let delay = SHORTEST_PAUSE; ; delay = Math.min(delay * 1.5, LONGEST_PAUSE)) {
    const limit = Math.min(LONGEST_TRY, Math.max(SHORTEST_TRY, deadline - Date.now()))
    const { address, seen } = await tryOnce(target, limit, machine)
    const left = deadline - Date.now()
    if (address !== null || left <= 0) return { target, address, seen, took: Date.now() - start }
    await pause(Math.min(delay, left))
  }
}

/** The first address that answers ends the try: the others may hang. */
async function tryOnce(
  target: Target,
  limit: number,
  machine: Machine,
): Promise<{ address: string | null; seen: ReadonlyMap<string, string> }> {
  const addresses = await addressesHere(target.host)
  const sights = new Map<string, Sight>()
  const tries = addresses.map(async (address) => {
    const sight = await probes[target.role].ask({ ...target, address }, limit, machine)
    sights.set(address, sight)
    if (!sight.answers) throw new Error(sight.what)
    return address
  })
  const address = await Promise.any(tries).catch(() => null)
  // In the order of the addresses, not in that of what came of them.
  const seen = addresses.flatMap((one): [string, string][] => {
    const sight = sights.get(one)
    return sight === undefined ? [] : [[one, sight.what]]
  })
  return { address, seen: new Map(seen) }
}
