import { isDeepStrictEqual } from 'node:util'
import type { Convict, Engine } from '../convict.js'
import { inheritedIn } from '../exported.js'
import { isDistance, slotFacts } from '../formats/slot.js'
import type { Leaf, SlotFacts } from '../model.js'
import type { Environment } from '../world.js'
import { isGroup, variableOf } from './leaf.js'

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
export function definitionOfInstance(instance: Instance, engine: Engine, env: Environment): object {
  const untouched = untouchedValues(instance, engine)
  if (untouched === null) return instance._def
  const slot = slotLeafIn(instance._def)
  return withValues(instance._def, instance.getProperties(), untouched, { env, outer: slot && outerCopy(slot, env) })
}

/** Null where this convict does not know the instance's formats, as the schema's own checks will tell. */
function untouchedValues({ _def }: Instance, engine: Engine): unknown {
  try {
    return engine
      .convict()(_def as Parameters<Convict>[0], { args: [], env: {} })
      .getProperties()
  } catch {
    return null
  }
}

/** The copy of the stack that an outer Portolan handed its ports on of. */
interface OuterCopy extends SlotFacts {
  readonly slot: number
  /** Whether it handed the slot on too, and nobody set another since. */
  readonly isSure: boolean
}

interface Surroundings {
  readonly env: Environment
  /** Null where the stack has no copies. */
  readonly outer: OuterCopy | null
}

function slotLeafIn(definition: object): Leaf | null {
  for (const node of Object.values(definition)) {
    const found = isGroup(node) ? slotLeafIn(node) : isObject(node) && isSlot(node) ? node : null
    if (found !== null) return found
  }
  return null
}

function isSlot({ format }: Leaf): boolean {
  return format === 'portolan:slot'
}

function outerCopy(leaf: Leaf, env: Environment): OuterCopy {
  const variable = variableOf(leaf) ?? ''
  const slot = Number(env[variable])
  return { ...slotFacts(leaf), slot: isDistance(slot) ? slot : 0, isSure: inheritedIn(env)(variable) }
}

function withValues(definition: object, values: unknown, untouched: unknown, around: Surroundings): object {
  const entries = Object.entries(definition).map(([key, node]) => {
    const [value, before] = [values, untouched].map((group) => (group as Record<string, unknown>)[key])
    if (isDeepStrictEqual(value, before)) return [key, node]
    if (isGroup(node)) return [key, withValues(node, value, before, around)]
    if (!isObject(node) || !('default' in node)) return [key, { default: value }]
    const variable = 'env' in node ? `${node.env}` : null
    if (variable !== null && isSet(around.env, variable)) return [key, node]
    const isHandedOn = variable !== null && around.env[variable] !== undefined
    return [
      key,
      isHandedOn && around.outer !== null ? handedOn(node, value, around.outer) : { ...node, default: value },
    ]
  })
  return Object.fromEntries(entries)
}

/** A leaf whose value an outer Portolan handed on, as it was before the shift of that copy: it is shifted here anew. */
function handedOn(node: Leaf, value: unknown, { slot, stride, count, isSure }: OuterCopy): object {
  if (isSlot(node)) return node
  if (node.format !== 'port' || node.shift === false || typeof value !== 'number' || value === 0) {
    return { ...node, default: value }
  }
  const copies = (value - Number(node.default)) / stride
  const isOfDefault = Number.isInteger(copies) && copies > 0 && copies < count
  const before = value - slot * stride
  return (isOfDefault && !(isSure && slot === 0)) || before < 1 ? node : { ...node, default: before }
}

/** What an outer Portolan handed on is no value of the environment's own. */
function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && !inheritedIn(env)(name)
}

function isObject(value: unknown): value is Leaf {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
