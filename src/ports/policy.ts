import type { Role } from '../model.js'
import { mayBeGivenAway } from './ephemeral.js'
import type { Ephemeral, Machine, Reserved } from './machine.js'
import { overlap, type PortRange } from './range.js'
import { type RefusedPort, refusedIn } from './refused.js'

/** What a machine says of its ports, whoever listens on them. */
export interface Regime {
  /** The first port that any user may bind. */
  readonly unprivileged: number
  /** Null where the machine does not say. */
  readonly ephemeral: Ephemeral | null
  readonly reserved: readonly Reserved[]
}

/** Why a service should not have some ports. */
export type Objection =
  | { readonly rule: 'refused'; readonly refused: readonly RefusedPort[] }
  | { readonly rule: 'privileged'; readonly unprivileged: number }
  | { readonly rule: 'ephemeral'; readonly ephemeral: Ephemeral }
  | { readonly rule: 'reserved'; readonly reserved: Reserved }

export async function regimeOf(machine: Machine): Promise<Regime> {
  const [unprivileged, ephemeral, reserved] = await Promise.all([
    machine.unprivileged(),
    machine.ephemeral(),
    machine.reserved(),
  ])
  return { unprivileged, ephemeral, reserved }
}

/** Everything that speaks against ports for a service of a role: each rule once, for however many of them. */
export function objectionsTo(ports: PortRange, role: Role, regime: Regime): Objection[] {
  const { unprivileged, ephemeral, reserved } = regime
  const refused = callsOverHttp(role) ? refusedIn(ports) : []
  // What the machines reserve are TCP ports.
  const kept = role === 'udp' ? undefined : reserved.find((range) => overlap(range, ports))
  // What the system keeps for itself, it gives to no connection.
  const given = kept === undefined && ephemeral !== null && mayBeGivenAway(ephemeral, ports) ? ephemeral : null
  return [
    ...(refused.length === 0 ? [] : [{ rule: 'refused', refused } as const]),
    ...(ports.first >= unprivileged ? [] : [{ rule: 'privileged', unprivileged } as const]),
    ...(kept === undefined ? [] : [{ rule: 'reserved', reserved: kept } as const]),
    ...(given === null ? [] : [{ rule: 'ephemeral', ephemeral: given } as const]),
  ]
}

/** Whether those who call a service of a role are browsers, or refuse what browsers refuse. */
export function callsOverHttp(role: Role): boolean {
  return role === 'browser' || role === 'http'
}
