import { distance } from 'fastest-levenshtein'

/**
 * Whether a package's name could be taken for another's: one edit away, or the same but for scope, `-`, `_` and `.`. In
 * two scopes the same name is nothing unusual: many have a package `core`.
 */
export function isLookAlike(name: string, other: string): boolean {
  if (name === other) return false
  const areApart = name.startsWith('@') && other.startsWith('@')
  return distance(name, other) <= 1 || isSwapped(name, other) || (!areApart && bare(name) === bare(other))
}

/** Whether two neighbouring letters have changed places. */
function isSwapped(name: string, other: string): boolean {
  const at = [...name].findIndex((letter, index) => letter !== other[index])
  const swapped = `${name.slice(0, at)}${name[at + 1] ?? ''}${name[at] ?? ''}${name.slice(at + 2)}`
  return at >= 0 && swapped === other
}

function bare(name: string): string {
  return name
    .replace(/^@[^/]*\//, '')
    .replace(/[-_.]/g, '')
    .toLowerCase()
}
