import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { isMergeKey, type Nodes } from './nodes.js'

/** What a node says, by where it stands in a compose file. */
type Part = 'file' | 'services' | 'service' | 'ports' | 'port' | 'published' | 'unused' | 'other'

/** What the values of a mapping are, by key. */
const INSIDE: Readonly<Record<Part, (key: string) => Part>> = {
  file: (key) => (key === 'services' ? 'services' : key.startsWith('x-') ? 'unused' : 'other'),
  services: () => 'service',
  service: (key) => (key === 'ports' ? 'ports' : key.startsWith('x-') ? 'unused' : 'other'),
  ports: () => 'other',
  port: (key) => (key === 'published' ? 'published' : 'other'),
  published: () => 'other',
  unused: () => 'unused',
  other: () => 'other',
}

/** The scalars that say something else than what is published, where they stand or where an alias brings them. */
export function usedElsewhere(contents: Node | null, nodes: Nodes): ReadonlySet<Scalar> {
  const found = new Set<Scalar>()
  const seen = new Map<Node, Set<Part>>()
  const todo: [Part, Node | null][] = [['file', contents]]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [part, node] = next
    const parts = node === null ? undefined : (seen.get(node) ?? new Set())
    if (node === null || parts === undefined || part === 'unused' || parts.has(part)) continue
    seen.set(node, parts.add(part))
    if (isScalar(node) && part !== 'port' && part !== 'published') found.add(node)
    if (isSeq(node)) for (const item of node.items) todo.push([part === 'ports' ? 'port' : part, nodes.follow(item)])
    if (!isMap(node)) continue
    for (const { key, value } of node.items) {
      const inside = isMergeKey(key) ? part : INSIDE[part](isScalar(key) ? `${key.source}` : '')
      todo.push(['other', nodes.follow(key)], [inside, nodes.follow(value)])
    }
  }
  return found
}
