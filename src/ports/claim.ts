import { type Endpoint, isIPv6, meet } from './address.js'
import { type Answer, tryBind } from './bind.js'
import { addressesHere } from './host.js'
import type { Listener, Protocol, Socket } from './machine.js'

/** A port that a service will bind. */
export interface Claim {
  readonly protocol: Protocol
  /** The declared bind host, as in the schema; absent for loopback. */
  readonly bind?: string | undefined
  readonly port: number
}

/**
 * What keeps a service from binding. `listening`: somebody takes what is sent there. `unseen`: somebody has it whom the
 * machine does not show, such as a socket that is bound and does not listen, or an outgoing connection. `denied`: this
 * user may not bind that port. `unavailable`: the bind host is no address of this machine.
 */
export type Hindrance = 'listening' | 'unseen' | 'denied' | 'unavailable'

/** Why a service would not get some of the addresses that it claims. */
export interface Obstacle<Held extends Socket = Listener> {
  readonly how: Hindrance
  /** Empty unless `listening`. */
  readonly holders: readonly Held[]
  /** Empty for a host name that leads nowhere. */
  readonly addresses: readonly string[]
}

/** What was found at one address of a claim. */
interface Found<Held extends Socket> {
  readonly address: string
  readonly state: Hindrance | 'free'
  readonly holders: readonly Held[]
}

/** The gravest first. */
const HINDRANCES: readonly Hindrance[] = ['listening', 'unseen', 'denied', 'unavailable']
/** Milliseconds until another look: whoever only probes the port too has let go of it by then. */
const SECOND_LOOKS = [10, 40]

/**
 * What stands in the way of a service, by a real attempt and the table of listeners together, each of which sees what the
 * other does not: an obstacle of each kind, the gravest first, and none where it could bind. Ask about one claim at a
 * time. `listeners` are the machine's, of this moment.
 *
 * Stricter than the system in three ways. A service on loopback needs both families, since a client of `localhost`
 * may be answered by a stranger on the other. `::` and `*` need IPv4 too. And where a system lets a listener on one
 * address stand beside one on all, as macOS does, they stand in each other's way: a client reaches one of them only.
 *
 * @throws what `tryBind` throws
 */
export async function obstaclesTo<Held extends Socket>(
  claim: Claim,
  listeners: readonly Held[],
): Promise<readonly Obstacle<Held>[]> {
  const rivals = listeners.filter(({ protocol, port }) => protocol === claim.protocol && port === claim.port)
  const found: Found<Held>[] = []
  for (const address of await addressesHere(claim.bind)) {
    found.push(await findAt({ protocol: claim.protocol, address }, claim.port, rivals))
  }
  const here = found.filter(({ state }) => state !== 'unavailable')
  // A machine without IPv6 has one loopback address, and that is enough.
  if (here.length === 0) return [obstacleOf('unavailable', found)]
  return HINDRANCES.filter((how) => here.some(({ state }) => state === how)).map((how) => obstacleOf(how, here))
}

function obstacleOf<Held extends Socket>(how: Hindrance, found: readonly Found<Held>[]): Obstacle<Held> {
  const such = found.filter(({ state }) => state === how)
  const holders = [...new Set(such.flatMap((one) => one.holders))]
  return { how, holders, addresses: such.map(({ address }) => address) }
}

async function findAt<Held extends Socket>(
  endpoint: Endpoint,
  port: number,
  rivals: readonly Held[],
): Promise<Found<Held>> {
  const { address } = endpoint
  const answer = await tryBind(endpoint, port)
  if (answer === 'unavailable') return { address, state: answer, holders: [] }
  const holders = await holdersAt(endpoint, port, answer, rivals)
  if (holders.length > 0) return { address, state: 'listening', holders }
  const settled = answer === 'taken' ? await lookAgain(endpoint, port) : answer
  return { address, state: settled === 'taken' ? 'unseen' : settled, holders: [] }
}

async function lookAgain(endpoint: Endpoint, port: number): Promise<Answer> {
  const { setTimeout: pause } = await import('node:timers/promises')
  for (const delay of SECOND_LOOKS) {
    await pause(delay)
    const answer = await tryBind(endpoint, port)
    if (answer !== 'taken') return answer
  }
  return 'taken'
}

/** The listeners in the way at one address. */
async function holdersAt<Held extends Socket>(
  { protocol, address }: Endpoint,
  port: number,
  answer: Answer,
  rivals: readonly Held[],
): Promise<readonly Held[]> {
  const meeting = rivals.filter((rival) => meet(rival, { protocol, address }))
  const certain = meeting.filter((rival) => address === '::' || isIPv6(rival.address) === isIPv6(address))
  if (certain.length > 0 || meeting.length === 0) return certain
  // An IPv4 address, and listeners on `::`. Whether those take IPv4 too is in no table; where they do, nobody gets
  // 0.0.0.0, for which another listener may be the reason as well.
  if (answer !== 'free') return meeting
  if (rivals.some((rival) => !isIPv6(rival.address))) return []
  return (await tryBind({ protocol, address: '0.0.0.0' }, port)) === 'free' ? [] : meeting
}
