import type { Expression } from '../../syntax/expression.js'
import type { Token } from '../../syntax/language.js'
import { Parser } from '../../syntax/parse.js'
import { script } from '../../syntax/script.js'
import type { Declaration } from '../constants/declaration.js'
import type { Module, Statement } from '../constants/module.js'

const DECLARES = new Set(['const', 'let', 'var'])
const MODIFIERS = new Set(['static', 'readonly', 'public', 'private', 'protected', 'declare', 'override', 'accessor'])
const MOST_MODIFIERS = 6
/** What a module hands on by name. */
const EXPORTS = /^(?:module\.exports|exports|window|globalThis|self|global)$/
const ENVIRONMENT = /^(?:process|Bun|import\.meta)\.env$/
/** Tokens of a type between a name and its value. */
const LONGEST_TYPE = 60
const CONSTANT = /^[A-Z][A-Z\d_]*$/

/** What a module says, in the order in which it stands, whatever function it is in. */
export function moduleIn(text: string): Module {
  const { tokens, comments } = script.tokensOf(text)
  return { statements: new Statements(tokens).all(), comments }
}

/** Braces that are open, and what they are of. */
interface Brace {
  readonly is: 'class' | 'block'
  readonly name: string
}

/** A name of a pattern, and what stands in for it. */
interface Field {
  readonly name: Token
  readonly other: Expression | null
}

class Statements extends Parser {
  private readonly found: Statement[] = []
  private readonly braces: Brace[] = []
  private next: Brace | null = null

  constructor(tokens: readonly Token[]) {
    super(tokens, script)
  }

  all(): Statement[] {
    while (!this.isDone()) this.statement()
    return this.found
  }

  private statement(): void {
    const before = this.position
    const word = this.peek()?.kind === 'name' ? (this.peek()?.text ?? '') : ''
    if (this.is('{')) this.open()
    else if (this.is('}')) this.close()
    else if (DECLARES.has(word) && this.is('{', 1)) this.destructured()
    else if (DECLARES.has(word)) this.declared(1)
    else if (word === 'enum' && this.is('{', 2)) this.enumeration()
    else if ((word === 'class' || word === 'interface') && this.peek(1)?.kind === 'name') this.classOpened(word)
    else if (word === 'default' && this.is('{', 1)) this.handedOn()
    else if (this.isField()) this.declared(this.modifiers())
    else this.expressed()
    if (this.position === before) this.position++
  }

  private open(): void {
    this.position++
    this.braces.push(this.next ?? { is: 'block', name: '' })
    this.next = null
  }

  private close(): void {
    this.position++
    this.braces.pop()
  }

  private classOpened(word: string): void {
    if (word === 'class') this.next = { is: 'class', name: this.peek(1)?.text ?? '' }
    this.position += 2
  }

  private modifiers(): number {
    let count = 0
    while (count < MOST_MODIFIERS && MODIFIERS.has(this.peek(count)?.text ?? '') && this.peek(count)?.kind === 'name')
      count++
    return count
  }

  private isField(): boolean {
    const count = this.modifiers()
    const isNamed = this.peek(count)?.kind === 'name'
    return this.braces.at(-1)?.is === 'class' && isNamed && (this.is('=', count + 1) || this.is(':', count + 1))
  }

  /** `const X = value`, `const X: Type = value`; names without one are passed over. */
  private declared(skip: number): void {
    const name = this.peek(skip)
    this.position += skip
    if (name?.kind !== 'name') return
    this.position++
    if (this.takes(':')) this.skipUntilValue()
    if (!this.takes('=')) return
    this.declare(name.text, name.at)
  }

  private skipUntilValue(): void {
    for (let count = 0; count < LONGEST_TYPE && !this.is('=') && !this.is(';') && !this.isDone(); count++)
      this.position++
  }

  private declare(name: string, at: number, within: readonly string[] = this.classes()): void {
    const value = this.expression()
    this.add([this.declaration(name, value, at, within)], [value])
  }

  /** A function's own names are its own, unless written as constants are. */
  private declaration(name: string, value: Expression, at: number, within: readonly string[]): Declaration {
    const isOfFunction = this.braces.some(({ is }) => is === 'block')
    const until = (this.tokens[this.position - 1] as Token).at
    const isLocal = isOfFunction && !CONSTANT.test(name)
    return { within, name, value, at, until, variable: null, isConditional: false, isLocal, doc: null }
  }

  private classes(): string[] {
    return this.braces.filter(({ is }) => is === 'class').map(({ name }) => name)
  }

  private enumeration(): void {
    const within = [...this.classes(), this.peek(1)?.text ?? '']
    this.position += 3
    while (!this.isDone() && !this.takes('}')) {
      const key = this.peek()
      this.position++
      if (key?.kind === 'name' && this.takes('=')) this.declare(key.text, key.at, within)
    }
  }

  /** `export default {` */
  private handedOn(): void {
    this.position++
    this.declare('', this.peek()?.at ?? 0)
  }

  /** `const { X_PORT = 3000, Y: other } = process.env` */
  private destructured(): void {
    this.position++
    const at = this.peek()?.at ?? 0
    const fields = this.fields()
    if (!this.takes('=')) return
    const value = this.expression()
    const isEnvironment = value.is === 'name' && ENVIRONMENT.test(value.name)
    const says = isEnvironment ? fields.map((field) => readOf(value.name, field)) : [value]
    this.add([], [{ is: 'other', within: says, at }])
  }

  private fields(): Field[] {
    this.position++
    const fields: Field[] = []
    while (!this.isDone() && !this.takes('}')) {
      const name = this.peek() as Token
      this.position++
      if (name.kind !== 'name') continue
      if (this.takes(':')) this.position++
      fields.push({ name, other: this.takes('=') ? this.expression() : null })
    }
    return fields
  }

  private expressed(): void {
    const value = this.expression()
    if (value.is === 'name' && this.takes('=')) this.assigned(value.name, value.at)
    else this.add([], [value])
  }

  /** `exports.X = value`, `config.x = value` */
  private assigned(whole: string, begin: number): void {
    const names = whole.split('.')
    const name = names.pop() ?? ''
    const owner = names.join('.')
    const at = begin + whole.length - name.length
    if (EXPORTS.test(whole)) this.declare('', at, [])
    else if (EXPORTS.test(owner)) this.declare(name, at, [])
    else if (owner === 'this') this.declare(name, at)
    // What a program sets in its environment, or anew, is no setting of its own.
    else if (owner === '' || ENVIRONMENT.test(owner)) this.add([], [this.expression()])
    else this.declare(name, at, names)
  }

  /** What a function between braces says is said like everything else. */
  protected override primary(): Expression {
    if (!this.is('=>') || !this.is('{', 1)) return super.primary()
    const at = this.peek()?.at ?? 0
    return this.nestedly(() => this.body(at), at)
  }

  private body(at: number): Expression {
    this.position++
    const outer = this.braces.length
    this.open()
    while (!this.isDone() && this.braces.length > outer) this.statement()
    return { is: 'other', within: [], at }
  }

  private add(declares: readonly Declaration[], says: readonly Expression[]): void {
    this.found.push({ declares, says })
  }
}

/** `X_PORT = 3000` of a pattern for the environment, as `process.env.X_PORT || 3000`, its name where it stands. */
function readOf(environment: string, { name, other }: Field): Expression {
  const at = name.at - environment.length - 1
  const first: Expression = { is: 'name', name: `${environment}.${name.text}`, at }
  return other === null ? first : { is: 'either', first, other, at }
}
