import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import type { Nodes } from './nodes.js'
import { type Mapping, type Ports, readMapping, readPorts, readPublished } from './ports.js'
import { quoteOf, sourceOf, startOf } from './scalars.js'
import type { ServiceNode } from './services.js'
import { usedElsewhere } from './uses.js'

/** Where a compose file says what is published. */
export interface Place {
  /** The services that it counts for: several where an alias or a merge key brings it to them. */
  readonly services: Set<string>
  /** What it says, without quotes: an entry of the short syntax, or `published` of the long. */
  readonly text: string
  /** The offset of that text in the file. */
  readonly at: number
  /** Null where the host's port is left to Compose. */
  readonly published: Mapping['published']
  /** Whether the text stands without quotes where `{` needs them. */
  readonly needsQuotes: boolean
  /** Why the text cannot be changed where it stands, as in a sentence after "it"; null where it can. */
  readonly fixedBecause: string | null
}

/** An entry of a service's ports. */
export interface Entry {
  readonly service: string
  /** Whether the service extends another, whose ports come to its own. */
  readonly isExtending: boolean
  /** As it is written: a text in the short syntax, fields in the long. */
  readonly written: string | ReadonlyMap<string, unknown>
  /** The host's address, as it is written; empty where every address is meant. */
  readonly address: string
  /** What listens in the container; null where that cannot be read. */
  readonly inside: Ports | null
  /** Null where nothing is said of what is published. */
  readonly place: Place | null
}

const TEXT = 'tag:yaml.org,2002:str'

/** The entries of a document's services. */
export function entriesIn(
  contents: Node | null,
  services: readonly ServiceNode[],
  nodes: Nodes,
  source: string,
): Entry[] {
  const elsewhere = usedElsewhere(contents, nodes)
  const places = new Map<Scalar, Place>()
  return [...portsOf(services, nodes)].map(({ service, isExtending, node }) => {
    const fields = isMap(node) ? nodes.fields(node) : null
    const written = fields === null ? sourceOf(node) : valuesOf(fields)
    const { published, address, inside } = fields === null ? readMapping(sourceOf(node)) : mappingIn(fields)
    const scalar = fields === null ? node : fields.get('published')
    if (!isScalar(scalar)) return { service, isExtending, written, address, inside, place: null }
    const place = places.get(scalar) ?? {
      services: new Set<string>(),
      text: sourceOf(scalar),
      at: startOf(scalar),
      published,
      needsQuotes: scalar.type === 'PLAIN' && nodes.isInFlow(scalar),
      fixedBecause: elsewhere.has(scalar)
        ? 'is used for something else too, through an alias'
        : fixedBecause(scalar, source),
    }
    places.set(scalar, place)
    place.services.add(service)
    return { service, isExtending, written, address, inside, place }
  })
}

/** The items of the services' ports, by service. */
function* portsOf(services: readonly ServiceNode[], nodes: Nodes) {
  for (const { name: service, fields } of services) {
    const ports = fields.get('ports')
    const isExtending = fields.has('extends')
    for (const item of isSeq(ports) ? ports.items : []) {
      const node = nodes.follow(item)
      if (node !== null) yield { service, isExtending, node }
    }
  }
}

type Fields = ReadonlyMap<string, Node>

function mappingIn(fields: Fields): Mapping {
  const text = (name: string) => sourceOf(fields.get(name))
  return {
    address: text('host_ip'),
    published: readPublished({ text: text('published'), at: 0 }, text('protocol') || undefined),
    inside: readPorts({ text: text('target'), at: 0 }),
  }
}

/** The values of an entry in the long syntax; it has no lists or mappings but what begins with `x-`. */
function valuesOf(fields: Fields): ReadonlyMap<string, unknown> {
  return new Map([...fields].flatMap(([name, node]) => (isScalar(node) ? [[name, node.value]] : [])))
}

function fixedBecause(scalar: Scalar, source: string): string | null {
  const end = (scalar.range?.[1] ?? 0) - quoteOf(scalar)
  if (source.slice(startOf(scalar), end) !== scalar.source) return 'is written with escapes or on lines of its own'
  return scalar.tag === undefined || scalar.tag === TEXT ? null : 'has a tag'
}
