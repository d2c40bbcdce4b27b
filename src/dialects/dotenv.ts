import { normalized, parseDotenv } from '../layers/files/dotenv.js'
import { type Dialect, outcomeOf } from './dialect.js'

/** A text as dotenv 16 and 17 read it; of a key set twice the last counts. */
export function dotenvTexts(text: string): Map<string, string> {
  const { assignments, faults } = parseDotenv(text)
  const lines = faults.length === 0 ? [] : normalized(text).split(/(?<=[\n\u2028\u2029])/)
  const unterminated = faults.flatMap(({ key, ...fault }) => (key === null ? [] : [{ key, ...fault }]))
  const statements = [
    ...assignments.map(({ key, value, line }) => ({ key, value, line })),
    ...unterminated.map(({ key, line, column }) => ({ key, value: leftOpen(lines, line, column), line })),
  ].sort((a, b) => a.line - b.line)
  return new Map(statements.map(({ key, value }) => [key, value]))
}

/** A value whose quote is not closed: it ends before a `#` or a line break, and keeps the quote. */
function leftOpen(lines: readonly string[], line: number, column: number): string {
  let rest = lines[line - 1]?.slice(column - 1) ?? ''
  for (let next = line; next < lines.length && !/[#\n]/.test(rest); next++) rest += lines[next] ?? ''
  const trimmed = rest.split(/[#\n]/, 1)[0]?.trim() ?? ''
  const value = trimmed.replace(/^(["'`])([\s\S]*)\1$/gm, '$2')
  return trimmed.startsWith('"') ? value.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : value
}

/** dotenv 16.6, and dotenv-flow, which uses it. */
export const dotenv: Dialect = {
  name: 'dotenv',
  read: (text) => outcomeOf(dotenvTexts(text)),
}
