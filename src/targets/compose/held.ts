import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Nodes } from './nodes.js'
import type { Span } from './ports.js'
import { sourceOf, startOf } from './scalars.js'
import type { ServiceNode } from './services.js'

/**
 * What the whole machine has once, whatever the project: a container, a volume or a network of a name, or a network's
 * addresses. An external volume is one that somebody else makes.
 */
export interface Held extends Span {
  readonly what: 'container' | 'volume' | 'external volume' | 'network' | 'subnet'
  /** The service, the volume or the network that it is of, as the file calls it. */
  readonly of: string
}

/** What a document asks the machine for by name. */
export function heldIn(contents: Node | null, services: readonly ServiceNode[], nodes: Nodes): Held[] {
  const containers = services.flatMap(({ name, fields }) => heldBy(fields.get('container_name'), 'container', name))
  const top = isMap(contents) ? nodes.fields(contents) : new Map<string, Node>()
  const shared = (['volume', 'network'] as const).flatMap((kind) => {
    const parts = top.get(`${kind}s`)
    return isMap(parts)
      ? partsOf(parts, nodes).flatMap(([name, fields, at]) => ofPart(kind, name, at, fields, nodes))
      : []
  })
  return [...containers, ...shared]
}

type Part = [name: string, fields: ReadonlyMap<string, Node>, at: number]

function partsOf(parts: Node, nodes: Nodes): Part[] {
  if (!isMap(parts)) return []
  return parts.items.flatMap(({ key, value }): Part[] => {
    const node = nodes.follow(value)
    return isScalar(key) && isMap(node) ? [[`${key.source}`, nodes.fields(node), startOf(key)]] : []
  })
}

function ofPart(
  kind: 'volume' | 'network',
  of: string,
  at: number,
  fields: ReadonlyMap<string, Node>,
  nodes: Nodes,
): Held[] {
  const external = fields.get('external')
  const isExternal = isMap(external) || /^(?:true|yes|on)$/i.test(sourceOf(external))
  const name = (isMap(external) ? nodes.fields(external).get('name') : undefined) ?? fields.get('name')
  // An external network is often there for the proxy that stands before all copies.
  if (isExternal && kind === 'network') return []
  if (isExternal) return [{ what: 'external volume', of, ...(isScalar(name) ? spanOf(name) : { text: of, at }) }]
  return [...heldBy(name, kind, of), ...(kind === 'network' ? subnetsIn(fields.get('ipam'), of, nodes) : [])]
}

function subnetsIn(ipam: Node | undefined, of: string, nodes: Nodes): Held[] {
  const pools = isMap(ipam) ? nodes.fields(ipam).get('config') : undefined
  if (!isSeq(pools)) return []
  return pools.items.flatMap((item) => {
    const pool = nodes.follow(item)
    return isMap(pool) ? heldBy(nodes.fields(pool).get('subnet'), 'subnet', of) : []
  })
}

function heldBy(node: Node | undefined, what: Held['what'], of: string): Held[] {
  return isScalar(node) && sourceOf(node) !== '' && node.value !== null ? [{ what, of, ...spanOf(node) }] : []
}

function spanOf(node: Node): Span {
  return { text: sourceOf(node), at: isScalar(node) ? startOf(node) : 0 }
}
