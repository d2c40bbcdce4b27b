import type { Declared } from '../../stack/declared.js'

/** Names in files are the user's own; in the environment most are somebody else's, and only a clear case counts. */
export type Place = 'file' | 'environment'

/** A name without what people get wrong. */
export interface Shape {
  /** In upper case and without what parts the words. */
  readonly squeezed: string
  /** In upper case. */
  readonly words: readonly string[]
}

/** A declared variable with its shape. */
export interface DeclaredShape extends Declared, Shape {}

/** The shape of a name. */
export function shapeOf(name: string): Shape {
  const upper = name.toUpperCase()
  return { squeezed: upper.replace(/[_.-]/g, ''), words: upper.split(/[_.-]+/).filter((word) => word !== '') }
}
