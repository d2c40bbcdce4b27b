import type { Assignment, EnvFile, Origin } from '../model.js'
import { cut, visible } from '../text.js'

const LONGEST_NAME = 80
const MOST_NAMES = 10

/** The assignments of a file that count, by key in the order of the lines: of a key set twice the last. */
export function countingIn({ assignments }: EnvFile): ReadonlyMap<string, Assignment> {
  const counting = new Map<string, Assignment>()
  for (const assignment of assignments) {
    counting.delete(assignment.key)
    counting.set(assignment.key, assignment)
  }
  return counting
}

/** Where an assignment stands. */
export function placeOf(
  path: string,
  { line, column }: Pick<Assignment, 'line' | 'column'>,
): Extract<Origin, { layer: 'file' }> {
  return { layer: 'file', path, line, column }
}

/** A variable's name as a message has it. */
export function shownName(name: string): string {
  return cut(visible(name), LONGEST_NAME)
}

/** A name and its line in a file. */
export interface NamedLine {
  readonly name: string
  readonly line: number
}

/** `: RAG_PORT (line 3), TTS_PORT (line 7)`, and nothing for so many that they stand below the message. */
export function namesWithLines(lines: readonly NamedLine[]): string {
  return isTooMany(lines) ? '' : `: ${lines.map(nameWithLine).join(', ')}`
}

/** `RAG_PORT (line 3)` */
export function nameWithLine({ name, line }: NamedLine): string {
  return `${shownName(name)} (line ${line})`
}

/** Whether there are more names than a message holds. */
export function isTooMany(lines: readonly NamedLine[]): boolean {
  return lines.length > MOST_NAMES
}
