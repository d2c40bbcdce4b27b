import { Budget } from './budget.js'
import { type Dialect, type Outcome, outcomeOf, refusal } from './dialect.js'

const HEAD = /^\s*([\w.-]+)\s*=\s*/
const VALUE = /^.*/
const REFERENCE = /(.?)(\$\{?([A-Za-z0-9_]+)?\}?)/g
const DEEPEST = 200

/** react-scripts 5: dotenv 10 reads, line by line, and dotenv-expand 5.1 expands, between single quotes too. */
export const react: Dialect = {
  name: 'CRA',
  picksFiles: true,
  read: (text) => reactExpanded(reactTexts(text), new Map()),
}

/** A text as dotenv 10 reads it; of a key set twice the last counts. */
export function reactTexts(text: string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [head = '', key] = HEAD.exec(line) ?? []
    const [value = ''] = VALUE.exec(line.slice(head.length)) ?? []
    if (key !== undefined && line.slice(head.length + value.length).trim() === '') texts.set(key, unquoted(value))
  }
  return texts
}

/** What dotenv-expand 5.1 makes of the values of a file, of which those that the environment has come from there. */
export function reactExpanded(texts: ReadonlyMap<string, string>, env: ReadonlyMap<string, string>): Outcome {
  const look = (name: string) => env.get(name) ?? texts.get(name) ?? ''
  const expand = expander(look)
  try {
    return outcomeOf(Array.from(texts.keys(), (key) => [key, expand(key, look(key))] as const))
  } catch (error) {
    if (error instanceof NoEnd) return refusal([error.key])
    throw error
  }
}

/** A pair of quotes is taken off where not even white space follows it; nothing ends at a `#`. */
function unquoted(text: string): string {
  const quote = text[0]
  if ((quote !== '"' && quote !== "'") || !text.endsWith(quote)) return text.trim()
  const inner = text.length === 1 ? text : text.slice(1, -1)
  return quote === '"' ? inner.replaceAll('\\n', '\n') : inner
}

class NoEnd extends Error {
  constructor(readonly key: string) {
    super()
  }
}

/**
 * Expands values by the unexpanded ones. Each reference is looked up where it stands, and then replaced where the same
 * text first stands in what has become of the value.
 */
function expander(raw: (name: string) => string): (key: string, value: string) => string {
  const budget = new Budget()
  const done = new Map<string, string>()
  const expand = (value: string, depth: number): string => {
    if (depth > DEEPEST) throw new RangeError()
    budget.spend(value.length)
    let result = value
    for (const [whole, before = '', reference = '', name] of value.matchAll(REFERENCE)) {
      budget.spend(result.length)
      result =
        before === '\\'
          ? result.replace(whole, whole.slice(1))
          : result.replace(reference, look(name ?? 'undefined', depth))
    }
    return result
  }
  const look = (name: string, depth: number): string => {
    const known = done.get(name)
    if (known !== undefined) return known
    const text = expand(raw(name), depth + 1)
    done.set(name, text)
    return text
  }
  return (key, value) => {
    try {
      return expand(value, 0)
    } catch {
      throw new NoEnd(key)
    }
  }
}
