import { ConfigError } from '../errors.js'
import type { Leaf } from '../model.js'
import { quoted } from '../text.js'
import type { Environment } from '../world.js'
import { isGroup, leafOf } from './leaf.js'
import { reasonOf } from './load-problem.js'
import { schemaProblem } from './problem.js'
import { partsOf } from './thrown.js'

/** How many groups may stand inside one another: each takes its piece of the stack of whatever reads them, convict too. */
const DEEPEST = 1000

/** A leaf, and where it stands. */
export interface Placed {
  readonly path: string
  readonly segments: readonly string[]
  readonly leaf: Leaf
}

/**
 * Looks at all of a schema once, and finds its leaves, but for what `$stack` holds. It is a part of a program: its getters
 * and proxies may throw, and a group may hold itself.
 * @param env what its code may have looked at
 * @throws ConfigError where it cannot be read to its end
 */
export function lookOver(definition: object, env: Environment): Placed[] {
  const path: string[] = []
  const leaves: Placed[] = []
  try {
    lookAt(definition, path, new Set(), leaves)
    return leaves
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const where = path.length === 0 ? 'the schema' : quoted(path.join('.'))
    const message = `${where} cannot be read: ${reasonOf(partsOf(error), env)}`
    throw unreadable(message, 'write settings in groups, as plain data')
  }
}

/** Walks the groups; `path` is where an error was met, `around` what stands around it. */
function lookAt(group: object, path: string[], around: Set<object>, leaves: Placed[]): void {
  if (around.has(group)) {
    throw unreadable(`the group ${quoted(path.join('.'))} holds itself`, 'give it groups and settings of its own')
  }
  if (path.length > DEEPEST) {
    throw unreadable(`groups are more than ${DEEPEST} deep, at ${quoted(path.join('.'))}`, 'nest fewer of them')
  }
  around.add(group)
  for (const key of Object.keys(group)) {
    path.push(key)
    const node: unknown = (group as Record<string, unknown>)[key]
    if (isGroup(node)) lookAt(node, path, around, leaves)
    else {
      if (typeof node === 'object' && node !== null) Object.values(node)
      if (path[0] !== '$stack') leaves.push({ path: path.join('.'), segments: path.slice(), leaf: leafOf(node) })
    }
    path.pop()
  }
  around.delete(group)
}

function unreadable(message: string, help: string): ConfigError {
  return new ConfigError([schemaProblem(null, message, help)])
}
