import { anyOf, anything, count, fromOne, listOf, nullOr, object, oneOf, type Shape, text, truth } from './shape.js'

/** A number, or the mask of a secret. */
export const numberOrMask: Shape = anyOf(count, { const: '********' })

const originOf = (layer: string, required: Readonly<Record<string, Shape>> = {}, optional = {}) =>
  object({ layer: { const: layer }, ...required }, optional)

const HOLDING = { slot: count, checkout: text, branch: nullOr(text), claimed: text }

export const protocol = oneOf('tcp', 'udp')
/** Where something stands in a file of the project. */
export const place = { path: text, line: fromOne, column: fromOne }
/** Who calls a port. */
export const role = oneOf('browser', 'http', 'redis', 'tcp', 'udp')
/** Who sees a file: everybody, or this machine alone. */
export const scope = oneOf('shared', 'local')

/** What stands in several outputs, by name. A part refers to another by `part`. */
const parts = {
  origin: anyOf(
    originOf('schema', { path: text }),
    originOf('file', { path: text }, { line: fromOne, column: fromOne, from: listOf(text) }),
    ...['environment', 'inherited', 'flag'].map((layer) => originOf(layer)),
    originOf('derived', { path: text, from: listOf(text) }),
  ),
  shift: object({ slot: count, stride: fromOne, from: count }),
  problem: object(
    {
      check: text,
      severity: oneOf('error', 'warning'),
      setting: nullOr(text),
      message: text,
      origin: nullOr({ $ref: '#/$defs/origin' }),
      help: text,
    },
    {
      excerpt: object({ line: text, at: count }),
      variables: listOf(object({ name: text, line: fromOne })),
      details: listOf(text),
      also: listOf(object({ value: anything, origin: { $ref: '#/$defs/origin' } })),
    },
  ),
  change: object({ name: text, from: nullOr(text), to: nullOr(text) }, { shift: { $ref: '#/$defs/shift' } }),
  generated: object({
    target: text,
    path: text,
    scope,
    state: oneOf('current', 'missing', 'stale', 'edited', 'foreign'),
    lost: listOf(object({ name: text, line: fromOne })),
  }),
  holding: object(HOLDING),
  held: object({ name: text, protocol, first: numberOrMask, last: numberOrMask }),
  listening: object({
    name: text,
    port: numberOrMask,
    protocol,
    address: text,
    pid: nullOr(count),
    command: nullOr(text),
    cwd: nullOr(text),
    uid: nullOr(count),
    state: oneOf('up', 'external', 'stranger', 'unknown'),
  }),
} satisfies Readonly<Record<string, Shape>>

export function part(name: keyof typeof parts): Shape {
  return { $ref: `#/$defs/${name}` }
}

/** Those of the parts that a shape refers to, directly or not, by name. */
export function partsOf(shape: Shape): Readonly<Record<string, Shape>> {
  const found = new Map<string, Shape>()
  const look = (one: Shape) => {
    for (const [, name] of JSON.stringify(one).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      const known = parts[name as keyof typeof parts]
      if (found.has(name as string)) continue
      found.set(name as string, known)
      look(known)
    }
  }
  look(shape)
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)))
}

export const problems: Shape = listOf(part('problem'))

/** What becomes of generated files. */
export const generation: Readonly<Record<string, Shape>> = {
  files: listOf(part('generated')),
  changes: listOf(part('change')),
  remarks: listOf(text),
}

/** What every verb prints instead where the configuration is bad. */
export const bad: Shape = object({ problems })

const VALUE: Readonly<Record<string, Shape>> = {
  name: text,
  path: text,
  value: anything,
  format: text,
  doc: text,
  sensitive: truth,
  public: truth,
  origin: nullOr(part('origin')),
  shadowed: listOf(object({ value: anything, origin: part('origin') })),
}

/** A setting with its value, and what else a verb tells of it. */
export function settingWith(more: Readonly<Record<string, Shape>> = {}): Shape {
  return object({ ...VALUE, ...more }, { options: listOf(anything), count: fromOne, shift: part('shift') })
}

/** A holding with what else a verb tells of it. */
export function holdingWith(more: Readonly<Record<string, Shape>>): Shape {
  return object({ ...HOLDING, ...more })
}
