import type { Stack } from '../model.js'
import { type Home, homeOf } from '../ports/home.js'
import type { Listener, Machine } from '../ports/machine.js'
import { type Belonging, belongingOf, type Service } from '../ports/ownership.js'
import { portsIn } from '../ports/range.js'
import { settingOf } from '../stack/lookup.js'
import type { Holding, UsedPorts } from './model.js'

/** Somebody who listens on a port that a checkout holds. */
export interface Listening {
  readonly ports: UsedPorts
  readonly listener: Listener
  /** As it is seen from the checkout that holds the port. */
  readonly belonging: Belonging
}

/** How Linux tells a working directory that is gone. */
const DELETED = / \(deleted\)$/

/**
 * Who listens on the ports of each holding, by one pass over the machine's tables; by port.
 * @param stack what knows the ports' services; null where there are but their names
 */
export async function listeningOn(
  holdings: readonly Holding[],
  stack: Stack | null,
  machine: Machine,
): Promise<ReadonlyMap<Holding, readonly Listening[]>> {
  const numbers = new Set(holdings.flatMap((holding) => ownPorts(holding).flatMap(portsIn)))
  const listeners = numbers.size === 0 ? [] : await machine.listeners(numbers)
  return new Map(holdings.map((holding) => [holding, listeningIn(holding, stack, listeners)]))
}

function listeningIn(holding: Holding, stack: Stack | null, listeners: readonly Listener[]): Listening[] {
  const home = homeIn(holding.checkout)
  const found = new Map<string, Listening>()
  for (const ports of ownPorts(holding)) {
    const service = serviceOf(ports, stack)
    for (const listener of listeners) {
      if (listener.protocol !== ports.protocol || listener.port < ports.first || listener.port > ports.last) continue
      const key = [listener.protocol, listener.port, listener.uid, listener.owner?.pid].join(' ')
      if (!found.has(key)) found.set(key, { ports, listener, belonging: belongingIn(listener, service, home) })
    }
  }
  return [...found.values()].sort((one, other) => one.listener.port - other.listener.port)
}

/** Whoever listens where a service of all copies is, keeps none of them. */
function ownPorts({ ports }: Holding): UsedPorts[] {
  return ports.filter(({ fixed }) => !fixed)
}

/** A checkout that is gone may have lain within another, whose its processes are not. */
function homeIn(checkout: string): Home {
  const home = homeOf(checkout)
  return home.root === checkout ? home : { root: checkout, checkout }
}

function belongingIn(listener: Listener, service: Service, home: Home): Belonging {
  const cwd = listener.owner?.cwd ?? null
  if (cwd === null) return belongingOf(listener, service, home, null)
  const folder = cwd.replace(DELETED, '')
  const isWithin = folder === home.root || folder.startsWith(`${home.root}/`)
  return folder !== cwd && isWithin ? 'ours' : belongingOf(listener, service, home, homeOf(folder))
}

/** What the schema of this checkout knows a port of another as. */
function serviceOf({ name, protocol }: UsedPorts, stack: Stack | null): Service {
  const { port = null } = (stack === null ? null : settingOf(name, stack)) ?? {}
  return { name: port?.service ?? name, role: port?.role ?? protocol }
}
