import { type Found, matchesOf } from './reader.js'

/** What every expansion begins with. */
export const EXPANDS = /\$/

/** `$X`, `${X}`, `${X:-text}`, `${#X}`; `$$` and `\$` are literal. */
const EXPANSION = /(?<![$\\])(?:\$\$)*\$(?:([A-Za-z_]\w*)|\{[#!]?([A-Za-z_]\w*))/dg

/** Expansions of names that the text does not set itself. */
export function expansionsOf(text: string, set: ReadonlySet<string>, pattern: RegExp = EXPANSION): Found[] {
  return matchesOf(pattern, text).filter(({ name }) => !set.has(name))
}
