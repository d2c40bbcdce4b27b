import { Budget, Exhausted } from '../budget.js'
import { type Outcome, outcomeOf, refusal } from '../dialect.js'

const REFERENCE = /(?<!\\)\$\{([^{}]+)\}|(?<!\\)\$([A-Za-z_][A-Za-z0-9_]*)/g
const OPERATOR = /:\+|\+|:-|-/

/**
 * What Vite 7 and 8 make of the values of a file: dotenv-expand 12 replaces one reference after the other, from the
 * left and in what it has made so far. A value is seen expanded by those below it, and unexpanded by those above.
 * What the environment has comes from there, and is not expanded.
 */
export function expanded(
  texts: Iterable<readonly [string, string]>,
  env: ReadonlyMap<string, string> = new Map(),
): Outcome {
  const values = inOrder(texts)
  const budget = new Budget()
  for (const [key, value] of values) {
    try {
      const given = env.get(key) || value
      const made = given === value ? expand(value, values, env, budget) : given
      values.set(key, made.replaceAll('\\$', '$'))
    } catch (error) {
      if (error instanceof Exhausted) return refusal([key])
      throw error
    }
  }
  return outcomeOf(values)
}

/** The order in which an object of JavaScript has its keys: whole numbers first. */
function inOrder(texts: Iterable<readonly [string, string]>): Map<string, string> {
  const object: Record<string, string> = Object.create(null)
  for (const [key, value] of texts) object[key] = value
  return new Map(Object.entries(object))
}

function expand(
  value: string,
  values: ReadonlyMap<string, string>,
  env: ReadonlyMap<string, string>,
  budget: Budget,
): string {
  const look = (name: string) => env.get(name) ?? values.get(name) ?? ''
  const seen = new Set<string>()
  let result = value
  for (;;) {
    budget.spend(result.length)
    REFERENCE.lastIndex = 0
    const match = REFERENCE.exec(result)
    if (match === null) return result
    seen.add(result)
    const { name, text } = meant(match[1] ?? match[2] ?? '', look, seen)
    result = result.replace(match[0], text)
    if (result === values.get(name)) return result
  }
}

/** What stands in for a reference. An empty value is as good as none; one that was met before would never end. */
function meant(expression: string, look: (name: string) => string, seen: ReadonlySet<string>) {
  const operator = OPERATOR.exec(expression)?.[0]
  // Where there is no operator, it parts the expression at the word `null`.
  const separator = operator ?? 'null'
  const [name = '', ...others] = expression.split(separator)
  const rest = others.join(separator)
  const value = look(name)
  if (operator?.endsWith('+')) return { name, text: value === '' ? '' : rest }
  return { name, text: value === '' || seen.has(value) ? rest : value }
}
