import { serviceIn } from '../../stack/services.js'
import { visible } from '../../text.js'
import { lastPort, type Owner } from './owner.js'

/** A port or a range in digits, of which some belong to an owner. */
export interface Literal {
  readonly first: number
  /** Null where it is no range. */
  readonly last: number | null
  readonly protocol: string
  /** The services that publish it. */
  readonly services: ReadonlySet<string>
}

/** What else is known of the file: every owner, with the services that publish its port. */
export type Publishers = ReadonlyMap<Owner, ReadonlySet<string>>

/** Why a literal may not be written as an owner's, as in a sentence after a colon; null where it is certain. */
export function doubt(
  { first, last, protocol, services }: Literal,
  owner: Owner,
  publishers: Publishers,
): string | null {
  const { name, count, variable, lastVariable, port } = owner
  if (port === null) return `${name} has no value that may be written here`
  if (!owner.ports.has(first) || (last !== null && (count === 1 || last !== first + count - 1))) {
    return `it is not exactly ${name}, ${count === 1 ? port : `${port}-${lastPort(owner)}`}`
  }
  if (variable === null || (last !== null && lastVariable === null)) return `no variable holds this port of ${name}`
  if (protocol !== owner.protocol) return `${name} is a ${owner.protocol.toUpperCase()} port`
  const other = [...(publishers.get(owner) ?? [])].find((service) => !services.has(service))
  if (other !== undefined) return `the service ${visible(other)} publishes ${name} too`
  for (const service of services) {
    const namesake = [...publishers.keys()].find((one) => one !== owner && one.service === serviceIn(service))
    if (namesake !== undefined && !isAnother(owner, namesake, service, publishers))
      return `it is of ${name}, but ${visible(service)} is the service of ${namesake.name}`
  }
  return null
}

/** Whether a port is another of the same service: called after it, and published beside the one that has its name. */
function isAnother(owner: Owner, namesake: Owner, service: string, publishers: Publishers): boolean {
  return owner.service.startsWith(`${namesake.service}_`) && publishers.get(namesake)?.has(service) === true
}
