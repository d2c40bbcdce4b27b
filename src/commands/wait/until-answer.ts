import { once } from 'node:events'
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
 * Tries every address of a service, each again and again, until one answers: another may hang. Tries each at least once.
 * @param deadline in milliseconds since 1970
 */
export async function untilAnswer(target: Target, deadline: number, machine: Machine): Promise<Outcome> {
  const start = Date.now()
  const sights = new Map<string, Sight>()
  const underWay = new Map<string, Promise<void>>()
  const answered = new AbortController()
  const answer = once(answered.signal, 'abort')
  const tryAt = async (address: string) => {
    const limit = Math.min(LONGEST_TRY, Math.max(SHORTEST_TRY, deadline - Date.now()))
    const sight = await probes[target.role].ask({ ...target, address }, limit, machine)
    sights.set(address, sight)
    underWay.delete(address)
    if (sight.answers) answered.abort()
  }
  for (let delay = SHORTEST_PAUSE; ; delay = Math.min(delay * 1.5, LONGEST_PAUSE)) {
    // A name may lead elsewhere by now.
    const addresses = await addressesHere(target.host)
    const left = deadline - Date.now()
    for (const address of addresses) if (!underWay.has(address)) underWay.set(address, tryAt(address))
    await Promise.race([answer, left > 0 ? pause(Math.min(delay, left)) : Promise.all(underWay.values())])
    if (!answered.signal.aborted && left > 0) continue
    // In the order of the addresses, not in that of what came of them.
    const seen = [...sights].sort(([one], [other]) => addresses.indexOf(one) - addresses.indexOf(other))
    const [address = null] = seen.find(([, { answers }]) => answers) ?? []
    return { target, address, seen: new Map(seen.map(([where, { what }]) => [where, what])), took: Date.now() - start }
  }
}
