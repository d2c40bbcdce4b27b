import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import type { Nodes } from './nodes.js'
import { type Published, publishedBy, readPublished } from './ports.js'
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
  readonly published: Published | 'unreadable' | null
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
  /** Null where nothing is said of what is published. */
  readonly place: Place | null
}

const TEXT = 'tag:yaml.org,2002:str'

/** The entries of a document's services. */
export function entriesIn(contents: Node | null, nodes: Nodes, source: string): Entry[] {
  const elsewhere = usedElsewhere(contents, nodes)
  const places = new Map<Scalar, Place>()
  return [...portsIn(contents, nodes)].map(({ service, isExtending, node }) => {
    const fields = isMap(node) ? nodes.fields(node) : null
    const written = fields === null ? sourceOf(node) : valuesOf(fields)
    const scalar = fields === null ? node : fields.get('published')
    if (!isScalar(scalar)) return { service, isExtending, written, place: null }
    const place = places.get(scalar) ?? {
      services: new Set<string>(),
      text: sourceOf(scalar),
      at: startOf(scalar),
      published: fields === null ? publishedBy(sourceOf(scalar)) : publishedIn(fields),
      needsQuotes: scalar.type === 'PLAIN' && nodes.isInFlow(scalar),
      fixedBecause: elsewhere.has(scalar)
        ? 'is used for something else too, through an alias'
        : fixedBecause(scalar, source),
    }
    places.set(scalar, place)
    place.services.add(service)
    return { service, isExtending, written, place }
  })
}

/** The items of the services' ports, by service. */
function* portsIn(contents: Node | null, nodes: Nodes) {
  const fieldsOf = (node: Node | null | undefined) => (isMap(node) ? nodes.fields(node) : null)
  for (const [service, definition] of fieldsOf(fieldsOf(contents)?.get('services')) ?? []) {
    const fields = fieldsOf(definition)
    const ports = fields?.get('ports')
    const isExtending = fields?.has('extends') === true
    for (const item of isSeq(ports) ? ports.items : []) {
      const node = nodes.follow(item)
      if (node !== null) yield { service, isExtending, node }
    }
  }
}

type Fields = ReadonlyMap<string, Node>

function publishedIn(fields: Fields): Published | 'unreadable' | null {
  const [text, protocol] = ['published', 'protocol'].map((name) => sourceOf(fields.get(name)))
  return readPublished({ text: text ?? '', at: 0 }, protocol || undefined)
}

/** The values of an entry in the long syntax; it has no lists or mappings but what begins with `x-`. */
function valuesOf(fields: Fields): ReadonlyMap<string, unknown> {
  return new Map([...fields].flatMap(([name, node]) => (isScalar(node) ? [[name, node.value]] : [])))
}

/** A scalar as text, before YAML takes it for a number or the like. */
function sourceOf(node: Node | undefined): string {
  return isScalar(node) ? `${node.source}` : ''
}

function startOf(scalar: Scalar): number {
  return (scalar.range?.[0] ?? 0) + quoteOf(scalar)
}

function quoteOf({ type }: Scalar): number {
  return type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE' ? 1 : 0
}

function fixedBecause(scalar: Scalar, source: string): string | null {
  const end = (scalar.range?.[1] ?? 0) - quoteOf(scalar)
  if (source.slice(startOf(scalar), end) !== scalar.source) return 'is written with escapes or on lines of its own'
  return scalar.tag === undefined || scalar.tag === TEXT ? null : 'has a tag'
}
