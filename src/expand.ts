/** `${NAME}` in a text, with what stands in for the name where it has no value. */
export interface Reference {
  readonly name: string
  /** Absent: a name without a value is an error. */
  readonly otherwise?: {
    /** `:-` stands in for the unset and the empty, `-` for the unset, `:?` ends in an error with the text. */
    readonly operator: ':-' | '-' | ':?'
    readonly template: Template
    /** The template as it is written. */
    readonly raw: string
  }
}

export type Template = readonly (string | Reference)[]

/** A `${` that begins no reference. */
export interface Malformed {
  readonly malformedAt: number
}

/** The largest text that expansion makes, in UTF-16 units. */
export const LARGEST = 1 << 20
const DEEPEST = 16

const OPENING = /\$?\$\{/g
const NAME = /[A-Za-z_][A-Za-z0-9_.]*/y
const OPERATOR = /:-|:\?|-/y

/**
 * Reads `${NAME}`, `${NAME:-text}`, `${NAME-text}` and `${NAME:?message}`, references in the text included.
 * `$${` is a literal `${`, and every other `$` stands for itself.
 */
export function parseTemplate(text: string): Template | Malformed {
  const parsed = parseUntil(text, 0, false, 0)
  return 'malformedAt' in parsed ? parsed : parsed.template
}

/** Reads until the end of the text or, inside a reference, until its `}`. */
function parseUntil(
  text: string,
  start: number,
  inside: boolean,
  depth: number,
): { template: Template; end: number } | Malformed {
  const template: (string | Reference)[] = []
  let offset = start
  let close = -1
  for (;;) {
    if (inside && close < offset) close = text.indexOf('}', offset)
    if (inside && close < 0) return { malformedAt: start }
    OPENING.lastIndex = offset
    const opening = OPENING.exec(text)
    if (opening === null || (close >= 0 && close < opening.index)) {
      const end = inside ? close : text.length
      template.push(text.slice(offset, end))
      return { template, end: inside ? end + 1 : end }
    }
    template.push(text.slice(offset, opening.index))
    if (opening[0] === '$${') {
      template.push('${')
      offset = opening.index + opening[0].length
      continue
    }
    const reference = parseReference(text, opening.index, depth)
    if ('malformedAt' in reference) return reference
    template.push(reference.reference)
    offset = reference.end
  }
}

function parseReference(text: string, at: number, depth: number): { reference: Reference; end: number } | Malformed {
  NAME.lastIndex = at + 2
  const name = NAME.exec(text)?.[0]
  if (name === undefined || depth > DEEPEST) return { malformedAt: at }
  const nameEnd = at + 2 + name.length
  if (text[nameEnd] === '}') return { reference: { name }, end: nameEnd + 1 }
  OPERATOR.lastIndex = nameEnd
  const operator = OPERATOR.exec(text)?.[0] as ':-' | '-' | ':?' | undefined
  if (operator === undefined) return { malformedAt: at }
  const rest = parseUntil(text, nameEnd + operator.length, true, depth + 1)
  if ('malformedAt' in rest) return { malformedAt: at }
  const raw = text.slice(nameEnd + operator.length, rest.end - 1)
  return { reference: { name, otherwise: { operator, template: rest.template, raw } }, end: rest.end }
}

/** What a name stands for: its text, or null where it is unset; or a reason why nobody can say. */
export type Lookup = (name: string) => { readonly text: string | null } | { readonly failed: true }

/** Why a template has no text: a name without a value, a message that the template asks for, too much text. */
export type Failure =
  | { readonly kind: 'unset'; readonly name: string }
  | { readonly kind: 'asked'; readonly name: string; readonly message: string }
  | { readonly kind: 'large' }
  | { readonly kind: 'blocked'; readonly name: string }

/** The text of a template. */
export function fill(template: Template, lookup: Lookup): string | Failure {
  let text = ''
  for (const part of template) {
    const filled = typeof part === 'string' ? part : fillReference(part, lookup)
    if (typeof filled !== 'string') return filled
    text += filled
    if (text.length > LARGEST) return { kind: 'large' }
  }
  return text
}

function fillReference({ name, otherwise }: Reference, lookup: Lookup): string | Failure {
  const found = lookup(name)
  if ('failed' in found) return { kind: 'blocked', name }
  const { text } = found
  const missing = text === null || (text === '' && otherwise !== undefined && otherwise.operator !== '-')
  if (!missing) return text
  if (otherwise === undefined) return { kind: 'unset', name }
  return otherwise.operator === ':?'
    ? { kind: 'asked', name, message: otherwise.raw }
    : fill(otherwise.template, lookup)
}

/** The names that a text refers to, each once, in order; none where a reference in it is malformed. */
export function referencesIn(text: string): string[] {
  const template = parseTemplate(text)
  return 'malformedAt' in template ? [] : namesIn(template)
}

function namesIn(template: Template): string[] {
  const names = new Set<string>()
  for (const part of template) {
    if (typeof part === 'string') continue
    names.add(part.name)
    for (const name of namesIn(part.otherwise?.template ?? [])) names.add(name)
  }
  return [...names]
}
