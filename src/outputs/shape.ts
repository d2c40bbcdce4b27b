/** A JSON Schema, or a part of one. */
export type Shape = Readonly<Record<string, unknown>>

/** The JSON of a verb. */
export interface Output {
  /** What is called: `config print --json`. */
  readonly command: string
  readonly shape: Shape
}

export const text: Shape = { type: 'string' }
export const truth: Shape = { type: 'boolean' }
export const count: Shape = { type: 'integer', minimum: 0 }
/** Lines, columns, slots' strides: what counts from 1. */
export const fromOne: Shape = { type: 'integer', minimum: 1 }
export const anything: Shape = {}

export function nullOr(shape: Shape): Shape {
  return { anyOf: [shape, { type: 'null' }] }
}

export function listOf(items: Shape): Shape {
  return { type: 'array', items }
}

export function oneOf(...words: readonly string[]): Shape {
  return { enum: words }
}

export function anyOf(...shapes: readonly Shape[]): Shape {
  return { anyOf: shapes }
}

/** An object with at least these keys: later versions may add others. */
export function object(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required) }
}
