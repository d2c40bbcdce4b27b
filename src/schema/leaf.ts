import type { Leaf, Role } from '../model.js'

export const ROLES: readonly Role[] = ['browser', 'http', 'redis', 'tcp', 'udp']

/** convict's rule: an object that is not empty and has no `default` is a group; all else is a leaf. */
export function isGroup(node: unknown): node is object {
  return (
    typeof node === 'object' &&
    node !== null &&
    !Array.isArray(node) &&
    !('default' in node) &&
    Object.keys(node).length > 0
  )
}

/** convict's shorthand: a bare value is a leaf with that default. */
export function leafOf(node: unknown): Leaf {
  const isLeaf = typeof node === 'object' && node !== null && !Array.isArray(node) && Object.keys(node).length > 0
  return isLeaf ? (node as Leaf) : { default: node }
}

/** The environment variable that a leaf names; null where it names none. */
export function variableOf({ env }: Leaf): string | null {
  return typeof env === 'string' && env !== '' ? env : null
}

/** Whether one of our makers made a leaf, so that what it says is said to us. */
export function isMade(leaf: Leaf): boolean {
  return 'maker' in leaf
}

export function isRole(role: unknown): role is Role {
  return ROLES.some((known) => known === role)
}
