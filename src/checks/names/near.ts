import type { Stack } from '../../model.js'
import { type Declared, declaredIn } from '../../stack/declared.js'
import { ownPrefix, prefixesFor, prefixOf } from './prefixes.js'
import { type DeclaredShape, type Place, type Shape, shapeOf } from './shape.js'
import { typosIn } from './typos.js'
import { isWellKnown } from './well-known.js'

/** A declared variable that another name comes close to. */
export interface Near extends Declared {
  /** The frontend prefix that the name has and the variable does not; empty where it is close in another way. */
  readonly prefix: string
}

/** Finds the declared variable that an undeclared name was meant for, or null. */
export type Nearness = (name: string, place: Place) => Near | null

/** Longer names are nobody's typo, and would take long to compare. */
const LONGEST = 100

/** Knows what is close to the names of a stack: by path, case, `_`, order of the words, prefix, and a few letters. */
export function nearnessIn(stack: Stack): Nearness {
  const declared = declaredIn(stack)
  const shapes = [...declared.values()].map((one) => ({ ...one, ...shapeOf(one.variable) }))
  const byPath = firstBy(shapes, ({ setting }) => setting.path)
  const bySqueezed = firstBy(shapes, ({ squeezed }) => squeezed)
  const byWords = firstBy(shapes, sortedWords)
  const prefixed = prefixesIn(stack, declared)
  const mistyped = typosIn(shapes)
  return (name, place) => {
    if (name.length > LONGEST || declared.has(name) || isWellKnown(name, place)) return null
    const shape = shapeOf(name)
    const spelled = byPath.get(name) ?? bySqueezed.get(shape.squeezed) ?? byWords.get(sortedWords(shape))
    if (spelled !== undefined) return { ...spelled, prefix: '' }
    const meant = prefixed(name, place)
    if (meant !== null) return meant
    const slip = mistyped(shape, place)
    return slip === null ? null : { ...slip, prefix: '' }
  }
}

function sortedWords({ words }: Shape): string {
  return words.toSorted().join('_')
}

function firstBy(shapes: readonly DeclaredShape[], keyOf: (shape: DeclaredShape) => string) {
  return new Map(shapes.toReversed().map((shape) => [keyOf(shape), shape]))
}

/** Names with a prefix too many, too few, or of another tool. */
function prefixesIn(stack: Stack, declared: ReadonlyMap<string, Declared>): Nearness {
  const prefixes = prefixesFor(stack)
  const own = ownPrefix([...declared.keys()])
  const bare = new Map<string, Declared>()
  for (const one of declared.values()) {
    const prefix = prefixOf(one.variable, prefixes) || own
    if (prefix !== '') bare.set(one.variable.slice(prefix.length), one)
  }
  return (name, place) => {
    const prefix = prefixOf(name, prefixes)
    const rest = name.slice(prefix.length)
    const plain = prefix === '' ? undefined : declared.get(rest)
    if (plain !== undefined) return { ...plain, prefix }
    // In the environment a name without a prefix is anybody's.
    const meant = prefix === '' && place === 'environment' ? undefined : bare.get(rest)
    return meant === undefined ? null : { ...meant, prefix: '' }
  }
}
