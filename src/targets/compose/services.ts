import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Nodes } from './nodes.js'
import type { Span } from './ports.js'
import { sourceOf, startOf } from './scalars.js'

/** A service as the YAML has it. */
export interface ServiceNode {
  readonly name: string
  /** Its own fields and those that merge keys bring. */
  readonly fields: ReadonlyMap<string, Node>
  readonly tag: string | undefined
}

/** What a compose file says of a service beside its ports. */
export interface Service {
  /** The profiles that it belongs to; none where it always runs. */
  readonly profiles: readonly string[]
  /** `host`, `bridge`, `service:db`; empty where nothing is said. */
  readonly networkMode: string
  /** Where each variable that its programs get is written, and its text; null for one that is only handed through. */
  readonly environment: ReadonlyMap<string, Span | null>
  /** How that is written: `NAME: value`, or as items `NAME=value`, which a flow list has between brackets. */
  readonly environmentForm: 'mapping' | 'list' | 'flow list'
  /** As they are written. */
  readonly envFiles: readonly string[]
  /** What is started, entrypoint and command in one. */
  readonly command: string
  /** Whether an earlier file's word on the service (`all`), or on its ports, counts for nothing. */
  readonly replaces: 'all' | 'ports' | null
  /** Whether the service (`all`), or its ports, are taken away. */
  readonly resets: 'all' | 'ports' | null
}

/** The services of a document. */
export function servicesIn(contents: Node | null, nodes: Nodes): ServiceNode[] {
  const fieldsOf = (node: Node | null | undefined) => (isMap(node) ? nodes.fields(node) : new Map<string, Node>())
  return [...fieldsOf(fieldsOf(contents).get('services'))].map(([name, node]) => ({
    name,
    fields: fieldsOf(node),
    tag: node.tag,
  }))
}

/** What is said of a service. */
export function serviceFacts({ fields, tag }: ServiceNode, nodes: Nodes): Service {
  const texts = (name: string) => itemsOf(fields.get(name), nodes).map(sourceOf)
  const tagged = (wanted: string) =>
    tag === wanted ? ('all' as const) : fields.get('ports')?.tag === wanted ? ('ports' as const) : null
  return {
    profiles: texts('profiles'),
    networkMode: sourceOf(fields.get('network_mode')),
    environment: environmentIn(fields.get('environment'), nodes),
    environmentForm: formOf(fields.get('environment')),
    envFiles: itemsOf(fields.get('env_file'), nodes).map((node) =>
      sourceOf(isMap(node) ? nodes.fields(node).get('path') : node),
    ),
    command: [...texts('entrypoint'), ...texts('command')].join(' '),
    replaces: tagged('!override'),
    resets: tagged('!reset'),
  }
}

/** The items of a list, or what stands there in place of one. */
function itemsOf(node: Node | undefined, nodes: Nodes): Node[] {
  if (node === undefined) return []
  return isSeq(node) ? node.items.flatMap((item) => nodes.follow(item) ?? []) : [node]
}

/** The variables that a mapping, or a list of `NAME=value`, gives, and where their texts are written. */
export function environmentIn(node: Node | undefined, nodes: Nodes): Map<string, Span | null> {
  if (isMap(node)) return new Map([...nodes.fields(node)].map(([name, value]) => [name, spanOf(value)]))
  return new Map(itemsOf(node, nodes).map(pairIn))
}

function formOf(node: Node | undefined): Service['environmentForm'] {
  if (!isSeq(node)) return 'mapping'
  return node.flow === true ? 'flow list' : 'list'
}

/** `NAME=value`, or `NAME` alone. */
function pairIn(node: Node): [name: string, value: Span | null] {
  const text = sourceOf(node)
  const end = text.indexOf('=')
  if (end === -1) return [text, null]
  return [text.slice(0, end), { text: text.slice(end + 1), at: isScalar(node) ? startOf(node) + end + 1 : 0 }]
}

/** Null where nothing is written: `NAME:` alone. */
function spanOf(node: Node): Span | null {
  return isScalar(node) && node.value !== null ? { text: sourceOf(node), at: startOf(node) } : null
}
