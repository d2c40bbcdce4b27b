import type { EnvFile, Origin, Problem } from './model.js'

/** A comment that says of a line that it is meant as it is. */
const EXEMPTS = /^\s*#.*\bportolan-ignore(?![\w-])/

/** Whether the user has said so of the line of a .env file that a warning is about, in a comment on the line above. */
export function exemptIn(files: readonly EnvFile[]): (problem: Pick<Problem, 'severity' | 'origin'>) => boolean {
  const lines = new Map(files.map(({ path, text }) => [path, text.split(/\r\n?|[\n\u2028\u2029]/)]))
  const above = (origin: Origin | null) =>
    origin?.layer === 'file' && origin.line !== undefined ? lines.get(origin.path)?.[origin.line - 2] : undefined
  return ({ severity, origin }) => severity === 'warning' && EXEMPTS.test(above(origin) ?? '')
}
