import { MASK } from '../display.js'
import type { Resolution, Value } from '../model.js'

const RESOLUTION = Symbol.for('portolan.resolution')
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/**
 * The values as a frozen, flat object without prototype, so that a name that is no setting reads as undefined. What
 * `console.log` shows of it is masked; its properties are not.
 */
export function configOf(resolution: Resolution): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = Object.create(null)
  for (const [name, { value }] of resolution.resolved) values[name] = deepFreeze(value)
  // V8 keeps what was created without a prototype as a dictionary, of which a read takes six times as long. To make a
  // literal of it takes time by the square of their number; where there are many, reading makes one of a prototype.
  const isLarge = resolution.resolved.size > 128
  const config = isLarge ? values : Object.setPrototypeOf({ ...values }, null)
  if (isLarge) Object.create(config)
  Object.defineProperty(config, RESOLUTION, { value: resolution })
  Object.defineProperty(config, INSPECT, { value: () => maskedIn(resolution) })
  return Object.freeze(config)
}

function maskedIn({ resolved }: Resolution): Readonly<Record<string, Value>> {
  const masked = [...resolved].map(([name, { value, secret }]) => [name, secret && value !== null ? MASK : value])
  return Object.fromEntries(masked)
}

/** The resolution behind a configuration, whichever copy of this package made it. */
export function resolutionOf(config: object): Resolution {
  const resolution = (config as Record<symbol, Resolution | undefined>)[RESOLUTION]
  if (resolution === undefined) throw new TypeError('not a configuration that load() returned')
  return resolution
}

/** Freezes lists and plain objects; what a custom format makes (a Date, a Buffer) is left as it is. */
function deepFreeze(value: Value): Value {
  if (!isPlain(value) || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
  return value
}

function isPlain(value: Value): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
