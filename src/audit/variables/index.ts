import type { Found } from './reader.js'
import { readers } from './readers/index.js'
import { isSystemVariable } from './system.js'

/** A variable of the environment that a file reads, and where its name begins; line and column count from 1. */
export interface VariableRead {
  readonly name: string
  readonly line: number
  /** In UTF-16 units. */
  readonly column: number
}

/** In bytes. The first line of a script is shorter. */
const HEAD = 80

/**
 * The variables that a file's code reads from the environment, in the order in which they stand; a name as often as it
 * is read. Left out are variables of the system and of tools, those that a script sets itself, and comments. Files of
 * other families read none.
 */
export function readsIn(path: string, bytes: Buffer): VariableRead[] {
  const head = bytes.toString('latin1', 0, HEAD)
  const reader = readers.find(({ handles }) => handles(path, head))
  // Quicker than UTF-8, of which signs need nothing beyond ASCII.
  if (!reader?.sign.test(bytes.toString('latin1'))) return []
  const text = bytes.toString()
  const found = reader.reads(text, path).filter(({ name }) => !isSystemVariable(name))
  return positioned(
    found.toSorted((a, b) => a.at - b.at),
    text,
  )
}

function positioned(found: readonly Found[], text: string): VariableRead[] {
  let line = 1
  let begin = 0
  let end = endOf(text, begin)
  return found.map(({ name, at }) => {
    while (end < at) {
      line += 1
      begin = end + 1
      end = endOf(text, begin)
    }
    return { name, line, column: at - begin + 1 }
  })
}

function endOf(text: string, begin: number): number {
  const newline = text.indexOf('\n', begin)
  return newline < 0 ? text.length : newline
}
