import type { Assignment } from '../../model.js'

const KEY = /^[ \t]*(?:export[ \t]+)?([\w.-]+)/

/** The last line that begins with each word: where readers other than Portolan may see it set. */
export function linesOfWords(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  text.split('\n').forEach((line, index) => {
    const word = KEY.exec(line)?.[1]
    if (word !== undefined) lines.set(word, index + 1)
  })
  return lines
}

/** Whether a line is one that an assignment goes on in: what stands there is a part of its value, and told with it. */
export function isWithin(at: number, assignments: readonly Assignment[]): boolean {
  return assignments.some(({ line, endLine }) => line < at && at <= endLine)
}
