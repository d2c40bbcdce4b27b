import { serviceIn } from '../../../stack/services.js'
import type { Expression } from '../../../syntax/expression.js'
import type { Token } from '../../../syntax/language.js'
import { Parser } from '../../../syntax/parse.js'
import { python } from '../../../syntax/python.js'
import type { Declaration } from '../../constants/declaration.js'
import type { Variant } from '../../mention.js'

/** A logical line, and how far it is indented, in UTF-16 units. */
export interface Line {
  readonly tokens: readonly Token[]
  readonly indent: number
}

/** What names stand for in a function, and which of its parameters are true or false. */
interface Scope {
  readonly values: Map<string, Expression>
  readonly switches: ReadonlyMap<string, boolean>
}

const NAME = /^get_([a-z][a-z0-9_]*)_url$/
const LOCALHOST: Omit<Expression & { is: 'text' }, 'at'> = { is: 'text', parts: ['localhost'] }
/** Values made of one another, and parts of each: more would make an endless text. */
const MOST_VALUES = 3
const MOST_PARTS = 8

/**
 * The URLs that a function gives back which is called as the generated module calls its own, `get_backend_url(host)`:
 * that of its parameters' defaults, and the other where one that is true or false chooses between two ports.
 */
export function urlsOf(definition: readonly Token[], body: readonly Line[]): Declaration[] {
  const words = definition[0]?.text === 'async' ? definition.slice(1) : definition
  const [, name] = words
  const [, service] = NAME.exec(name?.text ?? '') ?? []
  const variable = `${service}_url`.toUpperCase()
  if (name === undefined || service === undefined || serviceIn(variable) !== service) return []
  const { values, switches } = parametersOf(words.slice(2))
  const url = returned(body, { values: new Map(values), switches })
  const port = portIn(url)
  if (url === null || port === null) return []
  const [parameter, isOn] = [...switches][0] ?? []
  const other = parameter === undefined ? null : returned(body, { values, switches: new Map([[parameter, !isOn]]) })
  const otherPort = portIn(other)
  const usual = declarationOf(variable, url, name, null)
  if (parameter === undefined || other === null || otherPort === null || otherPort === port) return [usual]
  const variant = { of: variable, parameter, when: !isOn }
  return [usual, declarationOf(otherPort.replace('PORT', 'URL'), other, name, variant)]
}

function declarationOf(name: string, value: Expression, { at, text }: Token, variant: Variant | null): Declaration {
  const none = { within: [], variable: null, isLocal: false, isConditional: false, doc: null }
  return { ...none, name, value, at, until: at + text.length, returned: { variant } }
}

/** What parameters are where nothing is given; a host without a default is this one. */
function parametersOf(tokens: readonly Token[]): Scope {
  const values = new Map<string, Expression>()
  const switches = new Map<string, boolean>()
  for (const [name, ...rest] of parametersIn(tokens)) {
    if (name?.kind !== 'name') continue
    const at = rest.findIndex(({ text }) => text === '=')
    const value = at < 0 ? null : parsed(rest.slice(at + 1))
    if (value?.is === 'name' && /^(?:True|False)$/.test(value.name)) switches.set(name.text, value.name === 'True')
    else if (value !== null && !(value.is === 'name' && value.name === 'None')) values.set(name.text, value)
    else if (at < 0 && /^(?:host|hostname)$/.test(name.text)) values.set(name.text, { ...LOCALHOST, at: name.at })
  }
  return { values, switches }
}

/** The tokens of each, between the brackets behind the function's name. */
function parametersIn(tokens: readonly Token[]): Token[][] {
  const parameters: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (/^[)\]}]$/.test(token.text)) depth--
    if (depth === 0 && token.text === ')') break
    if (depth === 1 && token.text === ',') parameters.push([])
    else if (depth > 0) parameters.at(-1)?.push(token)
    if (/^[([{]$/.test(token.text)) depth++
  }
  return parameters
}

/** What is given back where no condition holds but that of a switch; null where nobody can say. */
function returned(body: readonly Line[], scope: Scope): Expression | null {
  let skipped = Number.POSITIVE_INFINITY
  let hadNone = false
  let assignments = 0
  for (const { tokens, indent } of body) {
    if (indent > skipped) continue
    skipped = Number.POSITIVE_INFINITY
    const [first, second] = tokens
    if (first?.text === 'return') return replaced(parsed(tokens.slice(1)), scope)
    if (tokens.at(-1)?.text === ':') {
      const goes: boolean = first?.text === 'else' ? hadNone : first?.text === 'if' && holds(tokens.slice(1, -1), scope)
      if (!goes) skipped = indent
      hadNone = first?.text === 'if' && !goes
    }
    const at = second?.text === '=' || second?.text === ':' ? tokens.findIndex(({ text }) => text === '=') : -1
    if (first?.kind !== 'name' || at < 0) continue
    assignments++
    if (assignments > MOST_VALUES) return null
    scope.values.set(first.text, replaced(parsed(tokens.slice(at + 1)), scope))
  }
  return null
}

/** Whether a condition is a switch that is on, or `not` one that is off. */
function holds(asked: readonly Token[], { switches }: Scope): boolean {
  const [first, second] = asked.map(({ text }) => text)
  if (asked.length === 1) return switches.get(first ?? '') === true
  return asked.length === 2 && first === 'not' && switches.get(second ?? '') === false
}

/** With values in the place of names, and the part of a choice that a switch takes. */
function replaced(expression: Expression, scope: Scope): Expression {
  const inner = (one: Expression) => replaced(one, scope)
  switch (expression.is) {
    case 'name':
      return scope.values.get(expression.name) ?? expression
    case 'text':
      if (expression.parts.length > MOST_PARTS) return { is: 'other', within: [], at: expression.at }
      return { ...expression, parts: expression.parts.map((part) => (typeof part === 'string' ? part : inner(part))) }
    case 'choice': {
      const { asked, yes, no } = expression
      const isOn = asked.is === 'name' ? scope.switches.get(asked.name) : undefined
      return isOn === undefined ? expression : inner(isOn ? yes : no)
    }
    case 'either': {
      const first = inner(expression.first)
      return first === expression.first && first.is === 'name' ? inner(expression.other) : first
    }
    default:
      return expression
  }
}

/** The constant of a port that a text has; null without one. */
function portIn(expression: Expression | null): string | null {
  if (expression?.is !== 'text') return null
  for (const part of expression.parts.toReversed()) {
    const name = typeof part !== 'string' && part.is === 'name' ? (part.name.split('.').at(-1) ?? '') : ''
    if (/(?:^|_)PORT(?:_|$)/.test(name)) return name
  }
  return null
}

function parsed(tokens: readonly Token[]): Expression {
  return new Parser(tokens, python).whole()
}
