import type { Budget } from '../budget.js'

const REFERENCE = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{(?:([_a-z][_a-z0-9]*(?::?[-+?][^\n]*)?)\})?)/gi
const OPERATORS = [':?', '?', ':-', '-', ':+', '+'] as const

/** The text cannot be expanded: a `${` that begins no reference, or a variable that must be set. */
export class BadTemplate extends Error {}

/**
 * Expands `$NAME`, `${NAME}` and `${NAME:-text}` with `-`, `+` and `?` as the Compose specification has them; `$$` is a
 * `$`, and a name without a value is empty.
 * @throws BadTemplate
 */
export function substituted(text: string, values: ReadonlyMap<string, string>, budget: Budget): string {
  budget.spend(text.length)
  const pattern = new RegExp(REFERENCE)
  let result = ''
  let done = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [found, escaped, name, braced] = match
    if (escaped === undefined && name === undefined && braced === undefined) throw new BadTemplate()
    const replacement = escaped ?? (name === undefined ? filled(found, values, budget) : (values.get(name) ?? ''))
    result += text.slice(done, match.index) + replacement
    done = pattern.lastIndex
  }
  return result + text.slice(done)
}

/** A braced reference, and whatever stands between its brace and the last one of the line. */
function filled(found: string, values: ReadonlyMap<string, string>, budget: Budget): string {
  const operator = firstOperator(found)
  const close = closingBrace(found)
  const expression = found.slice(2, close < 0 ? -1 : close)
  if (operator === null || !expression.includes(operator)) return values.get(expression) ?? ''
  const at = expression.indexOf(operator)
  const otherwise = substituted(expression.slice(at + operator.length), values, budget)
  const value = chosen(operator, values.get(expression.slice(0, at)), otherwise)
  return value + substituted(close < 0 ? '' : found.slice(close + 1), values, budget)
}

function firstOperator(text: string): string | null {
  const places = OPERATORS.map((operator) => ({ operator, at: text.indexOf(operator) })).filter(({ at }) => at >= 0)
  return places.sort((a, b) => a.at - b.at)[0]?.operator ?? null
}

function chosen(operator: string, value: string | undefined, otherwise: string): string {
  const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'))
  if (operator.endsWith('+')) return isSet ? otherwise : (value ?? '')
  if (isSet) return value
  if (operator.endsWith('?')) throw new BadTemplate()
  return otherwise
}

/** The brace that closes the first one, or -1. The character behind an opening brace is not looked at. */
function closingBrace(text: string): number {
  let open = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '}') {
      open -= 1
      if (open === 0) return at
    }
    if (text[at] === '{') {
      open += 1
      at += 1
    }
  }
  return -1
}
