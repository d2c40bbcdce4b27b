import type { Assignment, EnvFile, Origin } from './model.js'
import { cut, visible } from './text.js'

const LONGEST_NAME = 80

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

/** `RAG_PORT (line 3), TTS_PORT (line 7)` */
export function namesWithLines(lines: readonly { readonly name: string; readonly line: number }[]): string {
  return lines.map(({ name, line }) => `${shownName(name)} (line ${line})`).join(', ')
}
