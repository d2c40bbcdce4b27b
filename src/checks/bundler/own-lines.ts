import type { EnvText } from '../../bundlers/reading/sight.js'
import { countingIn } from '../../env-lines.js'
import { normalized, parseDotenv } from '../../layers/files/dotenv.js'
import type { Origin } from '../../model.js'
import { linesOfWords } from '../dialect/places.js'

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
  for (const { path, text } of files) {
    const lines = normalized(text).split('\n')
    const { assignments } = parseDotenv(text)
    const own = countingIn({ path, text, assignments })
    const places = new Map([...linesOfWords(normalized(text))].map(([key, line]) => [key, { line, column: 1 }]))
    for (const [key, { line, column }] of [...places, ...own]) {
      if (places.has(key) && !own.has(key) && isWithin(places.get(key)?.line ?? 0, assignments)) continue
      const others = found.get(key) ?? []
      const origin = { layer: 'file' as const, path, line, column }
      const one = { origin, source: lines[line - 1] ?? '', value: own.get(key)?.value ?? null }
      found.set(key, [...others.filter((other) => other.origin.path !== path), one])
    }
  }
  return found
}

/** Whether a line is one that an assignment goes on in. */
function isWithin(at: number, assignments: readonly { readonly line: number; readonly endLine: number }[]): boolean {
  return assignments.some(({ line, endLine }) => line < at && at <= endLine)
}
