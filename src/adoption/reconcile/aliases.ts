import { isOfLayer } from '../claim.js'
import type { Finding } from '../finding.js'
import { areAboutTheSame } from '../words.js'

/**
 * Ports of which one follows another that has its number under a name of its own: no two services can have it. In one
 * file two names are two services, unless they are about the same; and names that were made are of services each. What a
 * .env file of the root says of the second is left there, where it could not follow.
 * @param ports findings of ports, in their order
 */
export function withAliases(ports: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>()
  return ports.flatMap((port) => {
    const other = first.get(port.inUse)
    if (other === undefined) first.set(port.inUse, port)
    if (other === undefined || !isAlias(port, other)) return port
    return isOfLayer(port.from) ? [] : { ...port, text: `\${${other.name}}` }
  })
}

function isAlias(port: Finding, other: Finding): boolean {
  if (![port, other].every(({ count, claims }) => count === 1 && claims.some(({ isNamed }) => isNamed))) return false
  if (areAboutTheSame(port.name, other.name)) return true
  const places = new Set(other.claims.map(({ place }) => place.path))
  return !isOfLayer(port.from) && !port.claims.some(({ place }) => places.has(place.path))
}
