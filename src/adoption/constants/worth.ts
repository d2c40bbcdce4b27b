import { type Expression, plainText } from '../../syntax/expression.js'
import { readOf } from './reads.js'
import { kindOf, wordsOf } from './words.js'

/** What an expression comes to, without running anything. */
export interface Worth {
  /** As it would stand in an .env file; null where nobody can say. */
  readonly text: string | null
  /** Null where it is none. */
  readonly number: number | null
  /** The variable that it is, and nothing beside: another's setting, or what the environment is asked for. */
  readonly setting: string | null
  /** Where the environment is asked for that variable here; null where it is not. */
  readonly readAt: number | null
}

/** What the names of a text stand for; null for one of which nobody can say what. */
export type Known = ReadonlyMap<string, Worth | null>

export const NOTHING: Worth = { text: null, number: null, setting: null, readAt: null }
const DEEPEST = 200
/** In UTF-16 units. No setting's text is longer, and names that double one another would make an endless one. */
const LONGEST = 2000
/** What makes of a value the same value. */
const SAME = /(?:^|\.)(?:str|cast|String|HttpUrl|AnyUrl|AnyHttpUrl|URL)$/
const NUMBER = /(?:^|\.)(?:int|float|Number|parseInt|toInteger)$/
const SAME_METHOD = new Set(['strip', 'rstrip', 'lstrip', 'trim', 'trimEnd', 'toString', 'lower', 'toLowerCase'])
/** What hands on the table that it is given. */
const WRAP = /(?:^|\.)(?:Object\.freeze|freeze|MappingProxyType|SimpleNamespace|dict)$/
/** `dataclasses.field`, `pydantic.Field`, `attr.ib` */
const FIELD = /(?:^|\.)(?:[Ff]ield|ib)$/
const OWNERS = /^(?:self|cls|this|settings|config|conf|cfg|constants|ports)\./i

export function worthOf(expression: Expression, known: Known, depth = 0): Worth {
  if (depth > DEEPEST) return NOTHING
  const inner = (one: Expression) => worthOf(one, known, depth + 1)
  const read = readOf(expression)
  if (read !== null) {
    const otherwise = read.otherwise === null ? NOTHING : inner(read.otherwise)
    return { text: otherwise.text, number: otherwise.number, setting: read.name, readAt: read.at }
  }
  switch (expression.is) {
    case 'number':
      return { ...NOTHING, text: `${expression.value}`, number: expression.value }
    case 'text':
      return textWorth(expression.parts.map((part) => (typeof part === 'string' ? part : inner(part))))
    case 'name':
      return named(expression.name, known)
    case 'either':
      return eitherWorth(inner(expression.first), () => inner(expression.other))
    case 'choice':
      return choiceWorth(expression, inner)
    case 'sum':
      return sumWorth(expression.sign, inner(expression.left), inner(expression.right))
    case 'call':
      return rangeWorth(expression, inner) ?? callWorth(expression, inner)
    case 'list':
      return pairWorth(expression.items.map(inner))
    default:
      return NOTHING
  }
}

/** What a call of a field's maker gives it; the expression itself where it is no such call. */
export function defaultIn(expression: Expression): Expression {
  if (expression.is !== 'call' || expression.of.is !== 'name') return expression
  const [first] = expression.given
  if (WRAP.test(expression.of.name)) return wrapped(expression)
  if (!FIELD.test(expression.of.name)) return expression
  const named = expression.given.find(({ name }) => name === 'default')
  return named?.value ?? (first?.name === null ? first.value : expression)
}

/** Characters as an .env file has them, where `${` begins a reference. */
export function escaped(text: string): string {
  return text.replaceAll('${', () => '$${')
}

function textWorth(parts: readonly (string | Worth)[]): Worth {
  let text = ''
  for (const part of parts) {
    const isReference = typeof part !== 'string' && part.setting !== null
    const more = typeof part === 'string' ? escaped(part) : isReference ? `\${${part.setting}}` : part.text
    // A `$` before a reference would make it a literal one.
    if (more === null || (text.endsWith('$') && more.startsWith('{')) || (text.endsWith('$') && isReference))
      return NOTHING
    text += more
    if (text.length > LONGEST) return NOTHING
  }
  const [only] = parts
  const setting = parts.length === 1 && typeof only === 'object' ? only.setting : null
  return { ...NOTHING, text, setting }
}

function named(name: string, known: Known): Worth {
  const plain = name.replace(/\.(?:value|default)$/, '')
  for (const one of [plain, plain.replace(OWNERS, '')]) {
    const found = known.get(one)
    if (found !== undefined) return found === null ? NOTHING : { ...found, readAt: null }
  }
  const last = plain.split('.').at(-1) ?? ''
  const isImported = /^[A-Z][A-Z\d_]*_[A-Z\d_]*$/.test(last) && kindOf(wordsOf(last)) !== null
  return isImported ? { ...NOTHING, setting: last } : NOTHING
}

/** What is asked for first is what counts, and the rest stands in for it. */
function eitherWorth(first: Worth, other: () => Worth): Worth {
  if (first.setting === null) return first.text === null || first.text === '' ? other() : first
  if (first.text !== null && first.text !== '') return first
  const { text, number, setting, readAt } = other()
  // A service's own variable before everybody's `PORT`: that one takes what stands in for both.
  if (first.setting === 'PORT' && setting !== null) return { text, number, setting, readAt }
  return { ...first, text, number }
}

function choiceWorth({ asked, yes, no }: Expression & { is: 'choice' }, inner: (one: Expression) => Worth): Worth {
  const [one, other] = [inner(yes), inner(no)]
  const [asks, set] = [inner(asked).setting, one.setting]
  if (asks !== null && asks === set) return { ...one, text: one.text ?? other.text, number: one.number ?? other.number }
  return one.text === other.text && one.setting === other.setting ? one : NOTHING
}

function sumWorth(sign: '+' | '-' | '*', left: Worth, right: Worth): Worth {
  if (left.number !== null && right.number !== null) {
    const [one, other] = [left.number, right.number]
    const number = sign === '+' ? one + other : sign === '-' ? one - other : one * other
    return Number.isSafeInteger(number) ? { ...NOTHING, text: `${number}`, number } : NOTHING
  }
  return sign === '+' ? textWorth([left, right]) : NOTHING
}

function callWorth({ of, given }: Expression & { is: 'call' }, inner: (one: Expression) => Worth): Worth {
  const [first] = given
  if (of.is === 'name' && SAME.test(of.name) && first !== undefined) return inner(first.value)
  if (of.is === 'name' && NUMBER.test(of.name) && first !== undefined) return asNumber(inner(first.value))
  if (of.is === 'name' && FIELD.test(of.name)) return first?.name === null ? inner(first.value) : NOTHING
  if (of.is === 'item' && SAME_METHOD.has(plainText(of.key) ?? '')) return inner(of.of)
  const [, owner = null, method = ''] = of.is === 'name' ? (/^(.+)\.(\w+)$/.exec(of.name) ?? []) : []
  return owner !== null && SAME_METHOD.has(method) ? inner({ is: 'name', name: owner, at: of.at }) : NOTHING
}

function asNumber(worth: Worth): Worth {
  return /^\d{1,15}$/.test(worth.text ?? '') ? { ...worth, number: Number(worth.text) } : worth
}

/** `Object.freeze({ backend: 8203 })`, `dict(backend=8203)` */
function wrapped(call: Expression & { is: 'call' }): Expression {
  const [first] = call.given
  if (first?.name === null) return first.value
  const entries = call.given.map(({ name, value }) => ({ key: name ?? '', value, at: value.at }))
  return { is: 'table', entries, at: call.at }
}

/** `range(8615, 8625)`, of which the last is not one. */
function rangeWorth({ of, given }: Expression & { is: 'call' }, inner: (one: Expression) => Worth): Worth | null {
  if (of.is !== 'name' || of.name !== 'range' || given.length !== 2) return null
  const [first, end] = given.map(({ value }) => inner(value).number)
  return rowWorth(first ?? null, (end ?? 0) - 1)
}

/** `(8615, 8624)`; a list of more is of ports without names. */
function pairWorth(items: readonly Worth[]): Worth {
  const [first, last] = items
  return items.length === 2 ? rowWorth(first?.number ?? null, last?.number ?? 0) : NOTHING
}

function rowWorth(first: number | null, last: number): Worth {
  return first === null || last <= first ? NOTHING : { ...NOTHING, text: `${first}-${last}` }
}
