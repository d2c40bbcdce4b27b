import type { Expression } from './expression.js'
import type { Comment, Language, Token, Tokens } from './language.js'

const SPACE = /[\s\ufeff]+/y
const NUMBER = /\d[\w.]*/y
const NAME = /[\p{L}_$#][\p{L}\p{N}_$]*/uy
const MARK = /=>|\.\.\.|\?\.(?!\d)|\?\?=?|\|\|=?|&&=?|[=!]==?|\*\*|\+\+|--|<<|>>>?|[<>+\-*/%&|^]=|[\s\S]/y
const QUOTED = /"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'/y
/** So much of a regular expression as anybody writes. */
const PATTERN = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,300}\/[a-z]*/y
/** Words before which a `/` divides nothing. */
const NO_VALUE = new Set(
  'return typeof case in of delete void throw new instanceof else do yield await default'.split(' '),
)
const ESCAPE = /\\(?:\r?\n|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' }

/** JavaScript and TypeScript, by ECMA-262 as far as it goes without a grammar: JSX is marks and names. */
export const script: Language = {
  either: new Set(['||', '??']),
  between: new Set([
    '&&',
    '==',
    '!=',
    '===',
    '!==',
    '<',
    '>',
    '<=',
    '>=',
    '/',
    '%',
    '&',
    '|',
    '^',
    '**',
    '<<',
    '>>',
    'in',
    'instanceof',
  ]),
  before: new Set([
    '+',
    '-',
    '!',
    '~',
    'typeof',
    'void',
    'delete',
    'await',
    'new',
    '...',
    '++',
    '--',
    'return',
    'async',
  ]),
  choice: 'marks',
  hasBareKeys: true,
  tokensOf,
  partsOf,
}

function tokensOf(text: string): Tokens {
  const tokens: Token[] = []
  const comments: Comment[] = []
  let hasTemplates = true
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
    const comment = commentAt(text, at)
    if (comment !== null) {
      comments.push({ text: comment.text, at })
      at = comment.end
      continue
    }
    if (text[at] === '`' && hasTemplates) {
      const end = templateEnd(text, at)
      hasTemplates = end !== null
      if (end !== null) {
        tokens.push({ kind: 'text', text: text.slice(at, end), at })
        at = end
        continue
      }
    }
    const token = tokenAt(text, at, take, tokens.at(-1))
    at += token.text.length
    tokens.push(token)
  }
  return { tokens, comments }
}

function commentAt(text: string, at: number): { text: string; end: number } | null {
  if (text.startsWith('//', at) || (at === 0 && text.startsWith('#!'))) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    return { text: text.slice(at + 2, end), end }
  }
  if (!text.startsWith('/*', at)) return null
  const close = text.indexOf('*/', at + 2)
  const end = close < 0 ? text.length : close
  return { text: text.slice(at + 2, end), end: Math.min(end + 2, text.length) }
}

function tokenAt(text: string, at: number, take: (pattern: RegExp) => string | null, before: Token | undefined): Token {
  // An apostrophe: `<p>Don't</p>`.
  const isInWord = text[at] === "'" && before?.kind === 'name' && before.at + before.text.length === at
  const quoted = isInWord ? null : take(QUOTED)
  if (quoted !== null) return { kind: 'text', text: quoted, at }
  if (!isInWord && (text[at] === '"' || text[at] === "'")) return { kind: 'mark', text: restOfLine(text, at), at }
  const name = take(NAME)
  if (name !== null) return { kind: 'name', text: name, at }
  const number = take(NUMBER)
  if (number !== null) return { kind: 'number', text: number, at }
  const pattern = text[at] === '/' && mayBeginPattern(before) ? take(PATTERN) : null
  return { kind: 'mark', text: pattern ?? take(MARK) ?? (text[at] as string), at }
}

/** A quote without its other, as in the text of JSX: nothing of the line is read. */
function restOfLine(text: string, at: number): string {
  const newline = text.indexOf('\n', at)
  return text.slice(at, newline < 0 ? text.length : newline)
}

function mayBeginPattern(before: Token | undefined): boolean {
  if (before === undefined) return true
  if (before.kind === 'name') return NO_VALUE.has(before.text)
  return before.kind === 'mark' && !/^(?:[)\]}<]|\+\+|--)$/.test(before.text)
}

/** Where a template ends, behind its last mark; those in its `${}` are its own. Null where it does not. */
function templateEnd(text: string, from: number): number | null {
  // What is open, innermost last: a template, or the braces of code in one.
  const open: ('`' | '{')[] = ['`']
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at]
    const inTemplate = open.at(-1) === '`'
    if (character === '\\') at++
    else if (character === '`') {
      if (!inTemplate) open.push('`')
      else open.pop()
      if (open.length === 0) return at + 1
    } else if (inTemplate) {
      if (character === '$' && text[at + 1] === '{') {
        open.push('{')
        at++
      }
    } else if (character === '{') open.push('{')
    else if (character === '}') open.pop()
  }
  return null
}

function partsOf(
  { text, at }: Token,
  parse: (code: string, at: number) => Expression,
): readonly (string | Expression)[] {
  const inner = text.slice(1, -1)
  if (text[0] !== '`') return [unescaped(inner)]
  const parts: (string | Expression)[] = []
  let begin = 0
  for (let from = codeIn(inner, begin); from >= 0; from = codeIn(inner, begin)) {
    const end = codeEnd(inner, from + 2)
    parts.push(unescaped(inner.slice(begin, from)), parse(inner.slice(from + 2, end), at + from + 3))
    begin = end + 1
  }
  return [...parts, unescaped(inner.slice(begin))].filter((part) => part !== '')
}

/** Where the next `${` begins; below 0 where none does. */
function codeIn(inner: string, begin: number): number {
  for (let at = begin; at < inner.length; at++) {
    if (inner[at] === '\\') at++
    else if (inner[at] === '$' && inner[at + 1] === '{') return at
  }
  return -1
}

function codeEnd(inner: string, begin: number): number {
  let depth = 1
  for (let at = begin; at < inner.length; at++) {
    if (inner[at] === '{') depth++
    if (inner[at] === '}' && --depth === 0) return at
  }
  return inner.length
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (_, hex?: string, unicode?: string, one?: string) => {
    const code = hex ?? unicode
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return one === undefined ? '' : (SHORT[one] ?? one)
  })
}
