import type { Entry, Expression, Given } from './expression.js'
import type { Language, Token } from './language.js'

/** Nobody writes more brackets inside one another by hand. */
const DEEPEST = 40
/** Nor more members, calls, operators in a row. */
const LONGEST = 100
/** What makes of a value the same value, or hands it on. */
const SAME = new Set(['+', 'await', 'new', 'return'])
const CLOSING = new Set([')', ']', '}'])

/** Reads expressions from tokens, each token once; what it cannot make sense of it passes over. */
export class Parser {
  protected position = 0
  protected depth = 0

  constructor(
    protected readonly tokens: readonly Token[],
    protected readonly language: Language,
    /** How many texts with expressions in them this one is in. */
    protected readonly nested = 0,
  ) {}

  /** The one expression that all tokens make, or several with what stands between them left out. */
  whole(): Expression {
    const first = this.expression()
    if (this.isDone()) return first
    return { is: 'other', within: [first, ...this.rest()], at: first.at }
  }

  protected isDone(): boolean {
    return this.position >= this.tokens.length
  }

  protected rest(): Expression[] {
    const found: Expression[] = []
    while (!this.isDone()) {
      const before = this.position
      found.push(this.expression())
      if (this.position === before) this.position++
    }
    return found
  }

  protected peek(ahead = 0): Token | undefined {
    return this.tokens[this.position + ahead]
  }

  protected is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token !== undefined && token.text === text && token.kind !== 'text'
  }

  protected isAmong(words: ReadonlySet<string>): boolean {
    const token = this.peek()
    return token !== undefined && token.kind !== 'text' && words.has(token.text)
  }

  protected takes(text: string): boolean {
    if (!this.is(text)) return false
    this.position++
    return true
  }

  expression(): Expression {
    const first = this.either()
    const { choice } = this.language
    if (choice === 'words' && this.takes('if')) {
      const asked = this.either()
      const no = this.takes('else') ? this.expression() : other(asked.at)
      return { is: 'choice', asked, yes: first, no, at: first.at }
    }
    if (choice === 'marks' && this.takes('?')) {
      const yes = this.nestedly(() => this.expression(), first.at)
      const no = this.takes(':') ? this.nestedly(() => this.expression(), first.at) : other(first.at)
      return { is: 'choice', asked: first, yes, no, at: first.at }
    }
    return first
  }

  protected either(): Expression {
    const values = [this.compared()]
    while (this.isAmong(this.language.either)) {
      this.position++
      values.push(this.compared())
    }
    return values.slice(0, LONGEST).reduceRight((other, first) => ({ is: 'either', first, other, at: first.at }))
  }

  protected compared(): Expression {
    const first = this.sum()
    const within = [first]
    while (this.isAmong(this.language.between)) {
      this.position++
      within.push(this.sum())
    }
    return within.length === 1 ? first : { is: 'other', within, at: first.at }
  }

  protected sum(): Expression {
    let left = this.product()
    for (let length = 0; this.is('+') || this.is('-'); length++) {
      const sign = this.peek()?.text as '+' | '-'
      this.position++
      const right = this.product()
      left = length < LONGEST ? { is: 'sum', sign, left, right, at: left.at } : other(left.at)
    }
    return left
  }

  protected product(): Expression {
    let left = this.postfixed()
    for (let length = 0; this.is('*'); length++) {
      this.position++
      const right = this.postfixed()
      left = length < LONGEST ? { is: 'sum', sign: '*', left, right, at: left.at } : other(left.at)
    }
    return left
  }

  protected postfixed(): Expression {
    let value = this.primary()
    for (let length = 0; ; length++) {
      if (length > LONGEST) value = other(value.at)
      if (this.takes('.') || this.takes('?.')) value = this.member(value)
      else if (this.is('(')) value = { is: 'call', of: value, given: this.given(), at: value.at }
      else if (this.is('[')) value = this.item(value)
      else if (this.is('!') && this.language.choice === 'marks') this.position++
      else if ((this.is('as') || this.is('satisfies')) && this.language.choice === 'marks') this.skipType()
      else return value
    }
  }

  protected member(of: Expression): Expression {
    const token = this.peek()
    if (token?.kind !== 'name') return of
    this.position++
    if (of.is === 'name') return { is: 'name', name: `${of.name}.${token.text}`, at: of.at }
    return { is: 'item', of, key: { is: 'text', parts: [token.text], at: token.at }, at: of.at }
  }

  protected item(of: Expression): Expression {
    const items = this.nestedly(() => this.list(']'), of.at)
    const key = items.is === 'list' && items.items.length === 1 ? items.items[0] : undefined
    return key === undefined ? { is: 'other', within: [of, items], at: of.at } : { is: 'item', of, key, at: of.at }
  }

  /** `as string`, `as unknown as number` */
  protected skipType(): void {
    this.position++
    if (this.peek()?.kind === 'name') this.position++
  }

  protected primary(): Expression {
    const token = this.peek()
    if (token === undefined) return other(this.tokens.at(-1)?.at ?? 0)
    const { kind, text, at } = token
    if (kind === 'number') {
      this.position++
      return numberOf(text, at)
    }
    if (kind === 'text') return this.text(at)
    if (this.language.before.has(text)) {
      this.position++
      return this.nestedly(() => this.prefixed(text, at), at)
    }
    if (kind === 'name') {
      this.position++
      return { is: 'name', name: text, at }
    }
    if (text === '(') return this.nestedly(() => this.inParentheses(), at)
    if (text === '[') return this.nestedly(() => this.list(']'), at)
    if (text === '{') return this.nestedly(() => this.table(), at)
    if (!CLOSING.has(text) && text !== ',' && text !== ':' && text !== ';') this.position++
    return other(at)
  }

  protected prefixed(text: string, at: number): Expression {
    const value = this.postfixed()
    if (SAME.has(text)) return value
    if (text === '-' && value.is === 'number') return { ...value, value: -value.value, at }
    return { is: 'other', within: [value], at }
  }

  /** Texts that follow one another are one, in Python. */
  protected text(at: number): Expression {
    const parts: (string | Expression)[] = []
    const isJoined = this.language.choice === 'words'
    do {
      const token = this.peek() as Token
      this.position++
      for (const part of this.language.partsOf(token, (code, from) => this.inner(code, from))) parts.push(part)
    } while (isJoined && this.peek()?.kind === 'text')
    return { is: 'text', parts, at }
  }

  protected inner(code: string, at: number): Expression {
    if (this.nested > 3) return other(at)
    const tokens = this.language.tokensOf(code).tokens.map((token) => ({ ...token, at: token.at + at }))
    return new Parser(
      tokens.filter(({ kind }) => kind !== 'end'),
      this.language,
      this.nested + 1,
    ).whole()
  }

  protected inParentheses(): Expression {
    const list = this.list(')')
    if (list.is !== 'list' || list.items.length !== 1) return list
    return list.items[0] as Expression
  }

  protected list(close: string): Expression {
    const at = this.peek()?.at ?? 0
    this.position++
    const items = this.separated(close, () => this.expression())
    return { is: 'list', items, at }
  }

  protected given(): Given[] {
    const at = this.peek()?.at ?? 0
    if (this.depth >= DEEPEST) {
      this.position++
      return []
    }
    this.depth++
    this.position++
    const given = this.separated(')', () => {
      const name = this.peek()?.kind === 'name' && this.is('=', 1) ? (this.peek()?.text ?? null) : null
      if (name !== null) this.position += 2
      return { name, value: this.isDone() ? other(at) : this.expression() }
    })
    this.depth--
    return given
  }

  protected table(): Expression {
    const at = this.peek()?.at ?? 0
    this.position++
    const parts = this.separated('}', () => this.entry())
    const entries = parts.flatMap((part) => ('is' in part ? [] : [part]))
    const within = parts.flatMap((part) => ('is' in part ? [part] : []))
    return entries.length === 0 && within.length > 0 ? { is: 'other', within, at } : { is: 'table', entries, at }
  }

  protected entry(): Entry | Expression {
    const token = this.peek()
    const isBare = token?.kind === 'name' && this.language.hasBareKeys && this.is(':', 1)
    const key = this.expression()
    if (!this.takes(':')) return key
    const value = this.expression()
    const name = keyOf(key, isBare)
    return name === null ? { is: 'other', within: [key, value], at: key.at } : { key: name, value, at: key.at }
  }

  /** What stands between commas, up to a closing bracket, which is taken too. */
  protected separated<Part>(close: string, read: () => Part): Part[] {
    const parts: Part[] = []
    while (!this.isDone() && !this.takes(close)) {
      const before = this.position
      if (!this.takes(',')) parts.push(read())
      // Passes over what no part begins with.
      if (this.position === before) this.position++
    }
    return parts
  }

  protected nestedly(read: () => Expression, at: number): Expression {
    if (this.depth >= DEEPEST) {
      this.position++
      return other(at)
    }
    this.depth++
    const found = read()
    this.depth--
    return found
  }
}

function keyOf(key: Expression, isBare: boolean): string | null {
  if (key.is === 'name') return isBare ? key.name : key.name.includes('.') ? (key.name.split('.').at(-1) ?? null) : null
  if (key.is !== 'text' || key.parts.length > 1) return null
  const [part = ''] = key.parts
  return typeof part === 'string' ? part : null
}

function numberOf(text: string, at: number): Expression {
  const digits = text.replaceAll('_', '')
  return /^\d+n?$/.test(digits) ? { is: 'number', value: Number.parseInt(digits, 10), at } : other(at)
}

function other(at: number): Expression {
  return { is: 'other', within: [], at }
}
