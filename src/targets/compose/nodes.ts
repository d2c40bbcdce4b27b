import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml'

/** How many nodes are looked at in one file, those that aliases bring again included, and how deep merge keys go. */
const MOST = 200_000
const DEEPEST = 100

/** A file says more than is followed. */
export class TooMuch extends Error {}

/** The nodes of a document, with aliases followed and merge keys applied. */
export class Nodes {
  readonly #targets = new Map<Alias, Node>()
  readonly #flowScalars = new Set<Scalar>()
  #looked = 0

  constructor(document: Document.Parsed) {
    const anchors = new Map<string, Node>()
    visit(document, {
      Node: (_, node, path) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source)
          if (target !== undefined) this.#targets.set(node, target)
        } else if (node.anchor !== undefined) anchors.set(node.anchor, node)
        if (isScalar(node) && path.findLast(isCollection)?.flow) this.#flowScalars.add(node)
      },
    })
  }

  /** The node that an alias stands for, or the node itself; null where there is none. */
  follow(node: unknown): Node | null {
    this.#count()
    if (isAlias(node)) return this.#targets.get(node) ?? null
    return isMap(node) || isSeq(node) || isScalar(node) ? node : null
  }

  /** What a mapping has by name, with what its merge keys bring: its own counts first, then the earlier. */
  fields(map: YAMLMap, depth = 0): Map<string, Node> {
    if (depth > DEEPEST) throw new TooMuch()
    const fields = new Map<string, Node>()
    const merged: Map<string, Node>[] = []
    for (const { key, value } of map.items) {
      const node = this.follow(value)
      if (isMergeKey(key)) {
        for (const item of isSeq(node) ? node.items : [node]) {
          const source = this.follow(item)
          if (isMap(source)) merged.push(this.fields(source, depth + 1))
        }
      } else if (node !== null && isScalar(key)) fields.set(`${key.source}`, node)
    }
    for (const [name, node] of merged.flatMap((source) => [...source])) {
      this.#count()
      if (!fields.has(name)) fields.set(name, node)
    }
    return fields
  }

  /** Whether a scalar stands between `[` and `]` or `{` and `}`. */
  isInFlow(scalar: Scalar): boolean {
    return this.#flowScalars.has(scalar)
  }

  #count(): void {
    this.#looked += 1
    if (this.#looked > MOST) throw new TooMuch()
  }
}

/** Whether a mapping takes in others by this key. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<'
}
