import { type Document, isMap, isScalar, isSeq, type Node, parseAllDocuments, visit } from 'yaml'
import { grouped } from '../../../grouped.js'
import { Nodes, TooMuch } from '../../../targets/compose/nodes.js'
import { type Entry, entriesIn } from '../../../targets/compose/places.js'
import type { Span } from '../../../targets/compose/ports.js'
import { sourceOf, startOf } from '../../../targets/compose/scalars.js'
import {
  environmentIn,
  type Service as Facts,
  type ServiceNode,
  serviceFacts,
  servicesIn,
} from '../../../targets/compose/services.js'

/** A service of a compose file. */
export interface Service extends Pick<Facts, 'networkMode'> {
  readonly name: string
  /** As it is written; empty where it is built. */
  readonly image: string
  /** What is said of its ports. */
  readonly entries: readonly Entry[]
  /** Where each variable that its programs or its build get is written, and its text; null for one that is handed through. */
  readonly variables: readonly (readonly [name: string, text: Span | null])[]
  /** What is started: the words of its entrypoint and its command, each with where it stands. */
  readonly command: readonly Span[]
  /** Where its name stands; null where a merge key brings it. */
  readonly at: number | null
}

export interface ComposeText {
  readonly services: readonly Service[]
  /** Where values are written, from and to. */
  readonly scalars: readonly (readonly [from: number, to: number])[]
}

/** To look for keys that stand twice takes time that grows with the square of their number. */
const OPTIONS = { merge: true, prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const
/** In UTF-16 units; nobody writes a longer one. */
const LONGEST = 1 << 18

/** What a compose file says, aliases followed; null where it is no YAML, or more of it than is followed. */
export function readServices(text: string): ComposeText | null {
  if (text.length > LONGEST) return null
  const documents = parseAllDocuments(text, OPTIONS)
  if (documents.some(({ errors }) => errors.length > 0)) return null
  try {
    return {
      services: documents.flatMap((document) => servicesOf(document, text)),
      scalars: documents.flatMap(scalarsOf),
    }
  } catch (cause) {
    if (cause instanceof TooMuch) return null
    throw cause
  }
}

function servicesOf(document: Document.Parsed, text: string): Service[] {
  const { contents } = document
  const nodes = new Nodes(document)
  const services = servicesIn(contents, nodes)
  const byName = new Map(services.map((service) => [service.name, service]))
  const entries = grouped(entriesIn(contents, services, nodes, text), ({ service }) => service)
  const keys = keysOf(contents, nodes)
  return services.map((service) => {
    const { name, fields } = service
    const build = fields.get('build')
    const args = isMap(build) ? nodes.fields(build).get('args') : undefined
    return {
      name,
      networkMode: serviceFacts(service, nodes).networkMode,
      image: imageOf(service, byName, nodes),
      entries: entries.get(name) ?? [],
      variables: [fields.get('environment'), args].flatMap((node) => [...environmentIn(node, nodes)]),
      command: ['entrypoint', 'command'].flatMap((key) => spansOf(fields.get(key), nodes)),
      at: keys.get(name) ?? null,
    }
  })
}

/** A service's image, or that of the service in the same file that it extends. */
function imageOf({ fields }: ServiceNode, byName: ReadonlyMap<string, ServiceNode>, nodes: Nodes): string {
  const extended = fields.get('extends')
  const base = isMap(extended) ? (nodes.fields(extended).get('service') ?? null) : extended
  return sourceOf(fields.get('image') ?? byName.get(sourceOf(base))?.fields.get('image'))
}

/** A scalar, or those of a list. */
function spansOf(node: Node | undefined, nodes: Nodes): Span[] {
  const items = isSeq(node) ? node.items.map((item) => nodes.follow(item)) : [node]
  return items.flatMap((item) => (isScalar(item) ? [{ text: sourceOf(item), at: startOf(item) }] : []))
}

/** Where the services' names stand. */
function keysOf(contents: Node | null, nodes: Nodes): Map<string, number> {
  const services = isMap(contents) ? nodes.fields(contents).get('services') : undefined
  const items = isMap(services) ? services.items : []
  return new Map(items.flatMap(({ key }) => (isScalar(key) ? [[`${key.source}`, startOf(key)]] : [])))
}

function scalarsOf(document: Document.Parsed): [number, number][] {
  const found: [number, number][] = []
  visit(document, {
    Scalar(key, { range }) {
      if (key !== 'key' && range) found.push([range[0], range[1]])
    },
  })
  return found
}
