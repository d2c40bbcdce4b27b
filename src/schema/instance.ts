import { isDeepStrictEqual } from 'node:util'
import type { Convict } from '../convict.js'

/** What of a convict instance is read here. */
interface Instance {
  readonly _def: object
  getProperties(): unknown
}

type Environment = Readonly<Record<string, string | undefined>>

export function isInstance(exported: object): exported is Instance {
  const { _def, getProperties } = exported as Partial<Instance>
  return typeof getProperties === 'function' && typeof _def === 'object' && _def !== null
}

/**
 * The definition that a convict instance was made from. Where the program gave it other values since (`load`,
 * `loadFile`, `set`), they stand in the place of the defaults; what it read from the environment does not, since the
 * environment is a layer of its own here.
 */
export function definitionOfInstance(instance: Instance, engine: Convict, env: Environment): object {
  const untouched = engine(instance._def as Parameters<Convict>[0], { args: [], env: {} }).getProperties()
  return withValues(instance._def, instance.getProperties(), untouched, env)
}

function withValues(definition: object, values: unknown, untouched: unknown, env: Environment): object {
  const entries = Object.entries(definition).map(([key, node]) => {
    const [value, before] = [values, untouched].map((group) => (group as Record<string, unknown>)[key])
    if (isDeepStrictEqual(value, before)) return [key, node]
    if (!isObject(node) || !('default' in node)) {
      const isGroup = isObject(node) && isObject(value) && isObject(before)
      return [key, isGroup ? withValues(node, value, before, env) : value]
    }
    const isFromEnvironment = 'env' in node && env[`${node.env}`] !== undefined
    return [key, isFromEnvironment ? node : { ...node, default: value }]
  })
  return Object.fromEntries(entries)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
