import { parseTemplate } from '../expand.js'
import type { Resolution, Resolved, Role } from '../model.js'
import { settingOf } from '../stack/lookup.js'
import { addressesOf, meet } from './address.js'
import type { Claim } from './claim.js'
import type { Protocol } from './machine.js'
import { overlap, type PortRange, portsIn, rangeFrom } from './range.js'

/** What a service binds. */
export interface Binding {
  readonly ports: PortRange
  readonly protocol: Protocol
  /** Each in its one spelling. */
  readonly addresses: readonly string[]
}

/** What the service of a setting binds, by the setting's value. */
export interface SettingBinding extends Binding {
  readonly resolved: Resolved
  readonly role: Role
  /**
   * The variable that the value is of. Settings of one source are meant to be one port: leaves that share a variable,
   * and those whose text is `${NAME}` and nothing beside.
   */
  readonly source: string
}

/** What the services bind, in schema order. Ports without a valid value are left out, and 0, which is any free port. */
export function bindingsOf(resolution: Resolution): SettingBinding[] {
  return [...resolution.resolved.values()].flatMap((resolved) => {
    const { port } = resolved.setting
    const first = Number(resolved.text ?? 0)
    if (port === null || first === 0) return []
    const source = sourceOf(resolved, resolution)
    return { resolved, source, role: port.role, ...bindingOf(port, first) }
  })
}

/** What a service binds whose first port is another than its setting's. */
export function bindingOf(
  { role, bind, count }: { readonly role: Role; readonly bind?: string | undefined; readonly count: number },
  first: number,
): Binding {
  return { ports: rangeFrom(first, count), protocol: protocolOf(role), addresses: addressesOf(bind) }
}

/** Whether one service stands in the other's way. */
export function collide(one: Binding, other: Binding): boolean {
  return (
    one.protocol === other.protocol &&
    overlap(one.ports, other.ports) &&
    endpointsOf(one).some((endpoint) => endpointsOf(other).some((rival) => meet(endpoint, rival)))
  )
}

export function protocolOf(role: Role): Protocol {
  return role === 'udp' ? 'udp' : 'tcp'
}

function endpointsOf({ protocol, addresses }: Binding) {
  return addresses.map((address) => ({ protocol, address }))
}

function sourceOf(resolved: Resolved, resolution: Resolution): string {
  const { variable, name } = resolved.setting
  const referred = referredBy(resolved)
  if (referred === null) return variable ?? name
  const setting = settingOf(referred, resolution.stack)
  const other = setting === null ? undefined : resolution.resolved.get(setting.name)
  if (other === undefined) return referred
  // What stands in for a name without a value is no other setting's port.
  return other.text === resolved.text ? sourceOf(other, resolution) : (variable ?? name)
}

/** The name that a text refers to and has nothing beside. */
function referredBy({ template }: Resolved): string | null {
  if (template === null) return null
  const parsed = parseTemplate(template)
  if ('malformedAt' in parsed) return null
  const [part, ...others] = parsed.filter((one) => one !== '')
  return typeof part === 'object' && others.length === 0 ? part.name : null
}

/** A claim for each port of a service. */
export function claimsOf({ resolved, ports, protocol }: SettingBinding): Claim[] {
  return portsIn(ports).map((port) => ({ protocol, bind: resolved.setting.port?.bind, port }))
}
