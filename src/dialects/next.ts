import { Budget, Exhausted } from './budget.js'
import { type Dialect, type Outcome, outcomeOf, refusal } from './dialect.js'
import { dotenvTexts } from './dotenv.js'

const REFERENCE = /(?<!\\)\$\{?(\w+)(?::-([^}\\]*))?\}?/

/** Next 16: dotenv 16 reads, and dotenv-expand 10 expands; a value that cannot be expanded costs the whole file. */
export const next: Dialect = {
  name: 'Next',
  picksFiles: true,
  read: (text) => nextExpanded(dotenvTexts(text), new Map()),
}

/** What dotenv-expand 10 makes of the values of a file, of which those that the environment has come from there. */
export function nextExpanded(texts: ReadonlyMap<string, string>, env: ReadonlyMap<string, string>): Outcome {
  const values: Record<string, string> = Object.create(null)
  for (const [key, value] of texts) values[key] = value
  const budget = new Budget()
  const look = (name: string, otherwise: string | undefined) => env.get(name) || otherwise || values[name] || ''
  for (const [key, value] of Object.entries(values)) {
    try {
      values[key] = expand(env.get(key) ?? value, look, budget).replaceAll('\\$', '$')
    } catch (error) {
      if (error instanceof Exhausted) return refusal([key])
      throw error
    }
  }
  return outcomeOf(Object.entries(values))
}

/**
 * Replaces the last reference until there is none, or until what follows the last `$` is none. A default comes before
 * the file's own value, and behind the environment's.
 */
function expand(value: string, look: (name: string, otherwise?: string) => string, budget: Budget): string {
  let result = value
  for (;;) {
    budget.spend(result.length)
    const last = lastDollar(result)
    const reference = last < 0 ? null : REFERENCE.exec(result.slice(last))
    if (reference === null) return result
    const [whole, name = '', otherwise] = reference
    result = result.replace(whole, look(name, otherwise))
  }
}

/** The last `$` that has no backslash before it, or -1. */
function lastDollar(text: string): number {
  let at = text.lastIndexOf('$')
  while (at > 0 && text[at - 1] === '\\') at = text.lastIndexOf('$', at - 1)
  return at
}
