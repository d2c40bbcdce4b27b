import { isDeepStrictEqual } from 'node:util'
import type { Convict } from '../convict.js'
import { inheritedIn } from '../exported.js'
import type { Environment } from '../world.js'
import { isGroup } from './leaf.js'

/** What of a convict instance is read here. */
interface Instance {
  readonly _def: object
  getProperties(): unknown
}

export function isInstance(exported: object): exported is Instance {
  const { _def, getProperties } = exported as Partial<Instance>
  return typeof getProperties === 'function' && typeof _def === 'object' && _def !== null
}

/**
 * The definition that a convict instance was made from. Where the program gave it other values since (`load`,
 * `loadFile`, `set`), they stand in the place of the defaults; what it read from the environment does not, since the
 * environment is a layer of its own here.
 * @param env the environment that the instance was made in
 */
export function definitionOfInstance(instance: Instance, engine: Convict, env: Environment): object {
  const untouched = untouchedValues(instance, engine)
  return untouched === null ? instance._def : withValues(instance._def, instance.getProperties(), untouched, env)
}

/** Null where this convict does not know the instance's formats, as the schema's own checks will tell. */
function untouchedValues({ _def }: Instance, engine: Convict): unknown {
  try {
    return engine(_def as Parameters<Convict>[0], { args: [], env: {} }).getProperties()
  } catch {
    return null
  }
}

function withValues(definition: object, values: unknown, untouched: unknown, env: Environment): object {
  const entries = Object.entries(definition).map(([key, node]) => {
    const [value, before] = [values, untouched].map((group) => (group as Record<string, unknown>)[key])
    if (isDeepStrictEqual(value, before)) return [key, node]
    if (isGroup(node)) return [key, withValues(node, value, before, env)]
    if (!isObject(node) || !('default' in node)) return [key, { default: value }]
    const isFromEnvironment = 'env' in node && isSet(env, `${node.env}`)
    return [key, isFromEnvironment ? node : { ...node, default: value }]
  })
  return Object.fromEntries(entries)
}

/** What an outer Portolan handed on is no value of the environment's own. */
function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && !inheritedIn(env)(name)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
