import { Budget, Exhausted } from './budget.js'
import { type Dialect, outcomeOf, refusal } from './dialect.js'
import { dotenvTexts } from './dotenv.js'

const REFERENCE = /(?<!\\)\$\{?(\w+)(?::-([^}\\]*))?\}?/

/** Next 16: dotenv 16 reads, and dotenv-expand 10 expands; a value that cannot be expanded costs the whole file. */
export const next: Dialect = {
  name: 'Next',
  picksFiles: true,
  read(text) {
    const values: Record<string, string> = Object.create(null)
    for (const [key, value] of dotenvTexts(text)) values[key] = value
    const budget = new Budget()
    for (const [key, value] of Object.entries(values)) {
      try {
        values[key] = expand(value, values, budget).replaceAll('\\$', '$')
      } catch (error) {
        if (error instanceof Exhausted) return refusal([key])
        throw error
      }
    }
    return outcomeOf(Object.entries(values))
  },
}

/**
 * Replaces the last reference until there is none, or until what follows the last `$` is none. In a file that stands
 * alone a default comes before the file's own value.
 */
function expand(value: string, values: Readonly<Record<string, string>>, budget: Budget): string {
  let result = value
  for (;;) {
    budget.spend(result.length)
    const last = lastDollar(result)
    const reference = last < 0 ? null : REFERENCE.exec(result.slice(last))
    if (reference === null) return result
    const [whole, name = '', otherwise] = reference
    result = result.replace(whole, otherwise || values[name] || '')
  }
}

/** The last `$` that has no backslash before it, or -1. */
function lastDollar(text: string): number {
  let at = text.lastIndexOf('$')
  while (at > 0 && text[at - 1] === '\\') at = text.lastIndexOf('$', at - 1)
  return at
}
