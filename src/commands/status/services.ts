import { commandText } from '../../command-line/masked.js'
import { MASK } from '../../display.js'
import type { Origin, Resolution, Resolved, Role } from '../../model.js'
import { meet } from '../../ports/address.js'
import { protocolOf } from '../../ports/binding.js'
import { addressesHere } from '../../ports/host.js'
import type { Listener, Machine, Protocol } from '../../ports/machine.js'
import { type HeldSlot, type Occupant, recogniser } from '../../ports/occupants.js'
import type { Belonging } from '../../ports/ownership.js'
import { type SettingReport, settingReport } from '../../report.js'

/**
 * How a service is. `up`: a process of this checkout listens. `external`: a program outside of every checkout that is
 * called as the service is, or that publishes ports of containers. `stranger`: somebody else. `unknown`: the system
 * does not show who. `down`: nobody. `unset`: there is no valid port, or it is 0, any free one. Of several the gravest.
 */
export type State = 'up' | 'external' | 'stranger' | 'unknown' | 'down' | 'unset'

/** What a service is called whose listener is somebody's. */
export const STATES: Readonly<Record<Belonging, State>> = {
  stranger: 'stranger',
  unknown: 'unknown',
  expected: 'external',
  ours: 'up',
}
/** The gravest first. */
const BELONGINGS: readonly Belonging[] = ['stranger', 'unknown', 'expected', 'ours']

/** A declared port, what it resolved to, and who listens there. */
export interface ServiceStatus {
  readonly resolved: Resolved
  readonly service: string
  readonly role: Role
  readonly protocol: Protocol
  readonly count: number
  /** The first port; null where there is no valid one. */
  readonly port: number | null
  /** The gravest first. */
  readonly occupants: readonly Occupant[]
  readonly state: State
}

/** How each service is, by one pass over the machine's tables. */
export async function servicesOf(
  selected: readonly Resolved[],
  resolution: Resolution,
  machine: Machine,
  reveal: boolean,
  slotOf: (checkout: string) => HeldSlot | null,
): Promise<ServiceStatus[]> {
  const declared = selected.flatMap((resolved) => declaredPort(resolved) ?? [])
  const ports = declared.flatMap(({ port, count }) =>
    port === null ? [] : Array.from({ length: count }, (_, index) => port + index),
  )
  const recognise = recogniser(resolution, reveal, slotOf)
  const addresses = await addressesByBind(declared)
  const byPort = new Map<number, Listener[]>()
  for (const listener of ports.length === 0 ? [] : await machine.listeners(new Set(ports))) {
    byPort.set(listener.port, [...(byPort.get(listener.port) ?? []), listener])
  }
  return declared.map((one) => {
    const { port, count, protocol, resolved } = one
    if (port === null) return { ...one, occupants: [], state: 'unset' }
    const here = Array.from({ length: count }, (_, index) => byPort.get(port + index) ?? []).flat()
    const listeners = here.filter((listener) => listener.protocol === protocol)
    const own = addresses.get(resolved.setting.port?.bind) ?? []
    const occupants = recognise(listeners, resolved.setting)
      .flatMap((occupant) => relevant(occupant, own) ?? [])
      .sort((some, other) => BELONGINGS.indexOf(some.belonging) - BELONGINGS.indexOf(other.belonging))
    const [gravest] = occupants
    return { ...one, occupants, state: gravest === undefined ? 'down' : STATES[gravest.belonging] }
  })
}

type Declared = Omit<ServiceStatus, 'occupants' | 'state'>

function declaredPort(resolved: Resolved): Declared | null {
  const { setting, value } = resolved
  if (setting.port === null) return null
  const { service, role, count } = setting.port
  const port = typeof value === 'number' && value > 0 ? value : null
  return { resolved, service, role, protocol: protocolOf(role), count, port }
}

/** The addresses that each declared bind host means here. */
async function addressesByBind(
  declared: readonly Declared[],
): Promise<ReadonlyMap<string | undefined, readonly string[]>> {
  const binds = [...new Set(declared.map(({ resolved }) => resolved.setting.port?.bind))]
  return new Map(await Promise.all(binds.map(async (bind) => [bind, await addressesHere(bind)] as const)))
}

/** Of others, only what stands at the service's own addresses; null where nothing does. */
function relevant(occupant: Occupant, addresses: readonly string[]): Occupant | null {
  if (occupant.belonging === 'ours') return occupant
  const listeners = occupant.listeners.filter((listener) =>
    addresses.some((address) => meet({ protocol: listener.protocol, address }, listener)),
  )
  return listeners.length === 0 ? null : { ...occupant, listeners }
}

/** One service as JSON has it. */
export interface ServiceReport {
  readonly name: string
  readonly service: string
  readonly port: number | string | null
  readonly count: number
  readonly role: Role
  readonly origin: Origin | null
  readonly shift?: SettingReport['shift']
  readonly listeners: readonly object[]
  readonly state: State
}

/** The JSON of `config status`. */
export function serviceReport(status: ServiceStatus, reveal: boolean): ServiceReport {
  const { resolved, service, role, count, occupants, state } = status
  const { shift } = settingReport(resolved, reveal)
  const shown = (port: number) => (resolved.secret && !reveal ? MASK : port)
  return {
    name: resolved.setting.name,
    service,
    port: status.port === null ? null : shown(status.port),
    count,
    role,
    origin: resolved.origin,
    ...(shift && { shift }),
    listeners: occupants.flatMap(({ listeners, owner, words, folder, belonging, slot, remark }) =>
      listeners.map(({ address, protocol, port, uid, user }) => ({
        address,
        protocol,
        port: shown(port),
        pid: owner?.pid ?? null,
        command: words === null ? null : commandText(words),
        cwd: folder,
        uid: owner?.uid ?? uid,
        user: owner?.user ?? user,
        since: owner === null || owner.since === null ? null : new Date(owner.since).toISOString(),
        state: STATES[belonging],
        ...(slot !== null && { slot: slot.slot, branch: slot.branch }),
        ...(remark !== null && { remark }),
      })),
    ),
    state,
  }
}
