import type { EnvFile, Origin, Problem } from '../model.js'

/** A comment that says of a line that it is meant as it is. */
const EXEMPTS = /^\s*#.*\bportolan-ignore(?![\w-])/

const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/

/** Whether the user has said so of the line of a .env file that a warning is about, in a comment on the line above. */
export function exemptIn(files: readonly EnvFile[]): (problem: Pick<Problem, 'severity' | 'origin'>) => boolean {
  const known = new Map<string, readonly string[]>()
  // Most files have no warning, and are not parted into lines.
  const linesOf = (wanted: string) => {
    const lines = known.get(wanted) ?? files.find(({ path }) => path === wanted)?.text.split(LINE_BREAK) ?? []
    known.set(wanted, lines)
    return lines
  }
  const above = (origin: Origin | null) =>
    origin?.layer === 'file' && origin.line !== undefined ? linesOf(origin.path)[origin.line - 2] : undefined
  return ({ severity, origin }) => severity === 'warning' && EXEMPTS.test(above(origin) ?? '')
}
