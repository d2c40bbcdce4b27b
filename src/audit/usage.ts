import { readsIn } from './variables/index.js'

/** A place where code reads a variable. */
export interface Read {
  readonly name: string
  readonly path: string
  readonly line: number
  readonly column: number
}

export interface Usage {
  readonly reads: readonly Read[]
  readonly named: readonly string[]
}

/** A text in which code reads variables has one of these. */
const SIGNS = ['env', 'ENV', 'Env', '$']
/** In bytes. Nobody writes more code into a file. */
const LARGEST = 1 << 20
/** Text that tells of variables, and reads none. */
const PROSE = /\.(?:md|mdx|rst|adoc|txt)$/i

/**
 * Which variables a file reads, and which of some names stand in it at all: a name may be a property of a
 * configuration, or be handed on.
 * @param known names that need not be looked for
 */
export function usageIn(path: string, bytes: Buffer, names: readonly string[], known: ReadonlySet<string>): Usage {
  if (PROSE.test(path) || bytes.length > LARGEST) return { reads: [], named: [] }
  const named = names.filter((name) => !known.has(name) && bytes.includes(name) && isWord(name, bytes))
  if (!SIGNS.some((sign) => bytes.includes(sign))) return { reads: [], named }
  return { reads: readsIn(path, bytes).map((read) => ({ path, ...read })), named }
}

function isWord(name: string, bytes: Buffer): boolean {
  return new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).test(bytes.toString('latin1'))
}
