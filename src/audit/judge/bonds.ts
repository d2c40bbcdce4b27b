/** A name before a number, and the marks between that name and the next one (or the number). */
export interface Bond {
  readonly name: string
  /** Without white space and quotes: `=`, `:`, `(`, `,`, `||`, ... Empty where only white space stands between. */
  readonly link: string
  /** Whether the name is a text: between quotes, or a symbol of Ruby. */
  readonly quoted: boolean
  /** Whether it is in brackets that were closed before the number, or calls them: `expect(port)` in `expect(port).toBe(`. */
  readonly inside: boolean
}

const TOKEN = /-{0,2}[A-Za-z_$][\w$]*!?(?:(?:\.|::|->|-|\?\.)[A-Za-z_$][\w$]*!?)*|\d[\w.]*|\s+|=>|:=|\|\||\?\?|[^\s\w]/g
const QUOTES = '"\'`'
const OPENING = '([{'
const CLOSING = ')]}'
const MOST = 10

/** The names before a number, the nearest first, as far as the statement reaches. */
export function bondsOf(left: string): Bond[] {
  const tokens = left.match(TOKEN) ?? []
  const bonds: Bond[] = []
  let link = ''
  let closed = 0
  let called = false
  for (let index = tokens.length - 1; index >= 0 && bonds.length < MOST; index -= 1) {
    const token = tokens[index] ?? ''
    if (token === ';' && closed === 0) break
    if (/^(?:-{0,2}[A-Za-z_$]|\d)/.test(token)) {
      bonds.push({ name: token, link, quoted: isQuoted(tokens, index), inside: closed > 0 || called })
      link = ''
      called = false
    } else if (CLOSING.includes(token)) closed += 1
    else if (OPENING.includes(token) && closed > 0) {
      closed -= 1
      called = closed === 0
    } else if (!QUOTES.includes(token) && token.trim() !== '') {
      link = token + link
      called = false
    }
  }
  return bonds
}

function isQuoted(tokens: readonly string[], index: number): boolean {
  const [before = ' ', after = ' '] = [tokens[index - 1], tokens[index + 1]]
  if (before === ':') return /^\s|^[({[,]/.test(tokens[index - 2] ?? ' ')
  return QUOTES.includes(before) && before === after
}
