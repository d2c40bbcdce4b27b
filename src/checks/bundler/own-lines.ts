import type { EnvText } from '../../bundlers/reading/sight.js'
import { countingIn } from '../../env-file/lines.js'
import { normalized, parseDotenv } from '../../layers/files/dotenv.js'
import type { Origin } from '../../model.js'
import { isWithin, linesOfWords } from '../dialect/places.js'

/** A line that sets a variable. */
export interface OwnLine {
  readonly origin: Extract<Origin, { layer: 'file' }>
  /** The text of the line. */
  readonly source: string
  /** The value as Portolan reads it, before any expansion; null where only others see one. */
  readonly value: string | null
}

/** The lines that set variables in a bundler's files, by variable, nearest first. */
export function ownLinesOf(files: readonly EnvText[]): ReadonlyMap<string, readonly OwnLine[]> {
  const found = new Map<string, OwnLine[]>()
  for (const file of files) {
    for (const [key, line] of linesIn(file)) found.set(key, [...(found.get(key) ?? []), line])
  }
  return found
}

function linesIn({ path, text }: EnvText): [string, OwnLine][] {
  const whole = normalized(text)
  const sources = whole.split('\n')
  const { assignments } = parseDotenv(text)
  const own = countingIn({ path, text, assignments })
  const others = [...linesOfWords(whole)].filter(([key, line]) => !own.has(key) && !isWithin(line, assignments))
  const lineAt = (line: number, column: number, value: string | null): OwnLine => ({
    origin: { layer: 'file', path, line, column },
    source: sources[line - 1] ?? '',
    value,
  })
  return [
    ...Array.from(own, ([key, { line, column, value }]) => [key, lineAt(line, column, value)] as [string, OwnLine]),
    ...others.map(([key, line]): [string, OwnLine] => [key, lineAt(line, 1, null)]),
  ]
}
