import type { Expression } from './expression.js'
import type { Comment, Language, Token, Tokens } from './language.js'

const SPACE = /[ \t\f\r\ufeff]+|\\\r?\n/y
const NUMBER = /\d[\w.]*/y
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy
const MARK = /\*\*|->|:=|[=!<>+\-*/|&^%@]=|[\s\S]/y
const OPENING = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y
/** The rest of a text after its first quote, its last included. */
const REST: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"/y,
  "'": /[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'/y,
  '"""': /[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*"""/y,
  "'''": /[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*'''/y,
}
const ESCAPE = /\\(?:\r?\n|[\\'"abfnrtv]|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/g
const SHORT: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}
/** How a value in a text is to be written; in so much of one as anybody writes. */
const FORMAT = /(?:=?\s*![rsa]|=)?(?::[^'"[\]()]*)?$/
const LONGEST = 200
const OPENS = new Set(['(', '[', '{'])
const CLOSES = new Set([')', ']', '}'])

/** Python 3 as its reference has it ("Lexical analysis"); an `end` token ends each logical line. */
export const python: Language = {
  either: new Set(['or']),
  between: new Set([
    'and',
    'in',
    'is',
    'not',
    '==',
    '!=',
    '<',
    '>',
    '<=',
    '>=',
    '/',
    '%',
    '|',
    '&',
    '^',
    '@',
    '**',
    '~',
    'for',
  ]),
  before: new Set(['+', '-', '~', 'not', 'await', 'lambda', '*', '**']),
  choice: 'words',
  hasBareKeys: false,
  tokensOf,
  partsOf,
}

function tokensOf(text: string): Tokens {
  const tokens: Token[] = []
  const comments: Comment[] = []
  let depth = 0
  let at = 0
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? null
  }
  while (at < text.length) {
    const space = take(SPACE)
    if (space !== null) {
      at += space.length
      continue
    }
    if (text[at] === '#') {
      const newline = text.indexOf('\n', at)
      const end = newline < 0 ? text.length : newline
      comments.push({ text: text.slice(at + 1, end), at })
      at = end
      continue
    }
    const token = textAt(text, at) ?? markAt(text, at, take)
    if (OPENS.has(token.text)) depth++
    if (CLOSES.has(token.text)) depth = Math.max(0, depth - 1)
    at += token.text.length
    if (token.text !== '\n') tokens.push(token)
    else if (depth === 0) tokens.push({ ...token, kind: 'end' })
  }
  return { tokens, comments }
}

function markAt(text: string, at: number, take: (pattern: RegExp) => string | null): Token {
  const number = take(NUMBER)
  if (number !== null) return { kind: 'number', text: number, at }
  const name = take(NAME)
  if (name !== null) return { kind: 'name', text: name, at }
  return { kind: 'mark', text: take(MARK) ?? (text[at] as string), at }
}

function textAt(text: string, at: number): Token | null {
  OPENING.lastIndex = at
  const [opening = '', , quote = ''] = OPENING.exec(text) ?? []
  const rest = REST[quote]
  if (rest === undefined) return null
  rest.lastIndex = at + opening.length
  const found = rest.exec(text)
  if (found !== null) return { kind: 'text', text: opening + found[0], at }
  // Without its last quote: it is no text, and neither is what is left of the line, or of a text of several lines.
  const newline = quote.length === 1 ? text.indexOf('\n', at) : -1
  return { kind: 'mark', text: text.slice(at, newline < 0 ? text.length : newline), at }
}

function partsOf(
  { text, at }: Token,
  parse: (code: string, at: number) => Expression,
): readonly (string | Expression)[] {
  OPENING.lastIndex = 0
  const [opening = '', prefix = '', quote = ''] = OPENING.exec(text) ?? []
  const inner = text.slice(opening.length, text.length - quote.length)
  const isRaw = /r/i.test(prefix)
  if (!/[ft]/i.test(prefix)) return [isRaw ? inner : unescaped(inner)]
  return formatted(inner, at + opening.length, isRaw, parse)
}

/** `f"http://{HOST}:{PORT:d}"`: what stands between braces is an expression, up to its format. */
function formatted(
  inner: string,
  at: number,
  isRaw: boolean,
  parse: (code: string, at: number) => Expression,
): readonly (string | Expression)[] {
  const parts: (string | Expression)[] = []
  for (const match of inner.matchAll(/\{\{|\}\}|\{([^{}]*)(?:\{[^{}]*\}[^{}]*)*\}|[^{}]+|[{}]/g)) {
    const [whole, code] = match
    if (code !== undefined) parts.push(parse(code.slice(0, LONGEST).replace(FORMAT, ''), at + match.index + 1))
    else parts.push(whole === '{{' ? '{' : whole === '}}' ? '}' : isRaw ? whole : unescaped(whole))
  }
  return parts
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (whole, hex?: string, unicode?: string) => {
    const code = hex ?? unicode
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return SHORT[whole[1] as string] ?? (whole.endsWith('\n') ? '' : (whole[1] as string))
  })
}
