import type { Stack } from '../../model.js'
import { PAGE_PREFIXES } from '../../page-prefixes.js'

/** SvelteKit's and Astro's too, which servers have names with for other reasons. */
const OF_TOOLS = [...PAGE_PREFIXES, 'PUBLIC_']

/** How many variables must begin alike for their beginning to be the stack's own. */
const ENOUGH = 3

/** What a stack and the tools put before such names. */
export function prefixesFor({ prefixes }: Stack): readonly string[] {
  return [...prefixes, ...OF_TOOLS]
}

/** The one of some prefixes that a name begins with, or an empty text. */
export function prefixOf(name: string, prefixes: readonly string[]): string {
  return prefixes.find((prefix) => name.startsWith(prefix) && name !== prefix) ?? ''
}

/** The first word of every variable, with its `_`; empty where they do not all have one. */
export function ownPrefix(variables: readonly string[]): string {
  const first = /^[^_]+_(?=.)/.exec(variables[0] ?? '')?.[0] ?? ''
  return variables.length >= ENOUGH && variables.every((name) => name.startsWith(first)) ? first : ''
}
