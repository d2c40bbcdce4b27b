import { type Expression, plainText } from '../../../syntax/expression.js'
import type { Token } from '../../../syntax/language.js'
import { Parser } from '../../../syntax/parse.js'
import { python } from '../../../syntax/python.js'
import type { Declaration } from '../../constants/declaration.js'
import type { Module, Statement } from '../../constants/module.js'
import { type Line, urlsOf } from './url-functions.js'

/** Lines that belong together, and what opened them. */
interface Block {
  /** Of the line that opened it, in UTF-16 units. */
  readonly indent: number
  readonly is: 'class' | 'def' | 'flow'
  readonly name: string
  /** Null where its fields are not read from the environment. */
  readonly environment: Environment | null
}

/** What stands before the names of a settings class's fields in the environment; found out in its lines. */
interface Environment {
  prefix: string
}

interface Assigned {
  readonly names: readonly Token[]
  readonly value: Expression
}

const FLOW = new Set('if elif else try except finally with for while match case'.split(' '))
const SETTINGS = /(?:^|\.)\w{0,80}Settings$/
const EMPTY: Expression = { is: 'other', within: [], at: 0 }

/** What a module says, line by line, at whatever depth. */
export function moduleIn(text: string): Module {
  const { tokens, comments } = python.tokensOf(text)
  const blocks: Block[] = []
  // Read to the end before any of them is used: a settings class may tell its prefix last.
  const statements: (() => Statement)[] = []
  const lines = linesOf(tokens).map((line) => ({ tokens: line, indent: indentOf(text, line[0] as Token) }))
  for (const [index, { tokens: line, indent }] of lines.entries()) {
    while ((blocks.at(-1)?.indent ?? -1) >= indent) blocks.pop()
    const opened = openedBy(line, indent)
    const assigned = opened === null ? assignedBy(line) : null
    if (opened !== null) blocks.push(opened)
    if (assigned === null) {
      const says = new Parser(line, python).whole()
      const above = plainText(says) === null ? undefined : statements.pop()
      const isFunction = opened?.is === 'def' && indent === 0
      const declares = isFunction ? urlsOf(line, bodyOf(lines, index)) : []
      statements.push(above === undefined ? () => ({ declares, says: [says] }) : () => documented(above(), says))
      continue
    }
    const around = [...blocks]
    tellPrefix(around, assigned)
    statements.push(() => ({ declares: declaredBy(assigned, around, line), says: [assigned.value] }))
  }
  return { statements: statements.map((statement) => statement()), comments }
}

/** Logical lines; `;` ends one too. */
function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = []
  let line: Token[] = []
  for (const token of tokens) {
    const ends = token.kind === 'end' || (token.kind === 'mark' && token.text === ';')
    if (!ends) line.push(token)
    else if (line.length > 0) {
      lines.push(line)
      line = []
    }
  }
  return line.length > 0 ? [...lines, line] : lines
}

/** The lines of what a line of the module opens. */
function bodyOf(lines: readonly Line[], index: number): readonly Line[] {
  let end = index + 1
  while ((lines[end]?.indent ?? 0) > 0) end++
  return lines.slice(index + 1, end)
}

function indentOf(text: string, { at }: Token): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1)
}

function openedBy(line: readonly Token[], indent: number): Block | null {
  const words = line[0]?.text === 'async' ? line.slice(1) : line
  const [word, name] = words
  if (word?.kind !== 'name') return null
  if (word.text === 'class' && name?.kind === 'name') {
    return { indent, is: 'class', name: name.text, environment: isSettings(words) ? { prefix: '' } : null }
  }
  if (word.text === 'def') return { indent, is: 'def', name: name?.text ?? '', environment: null }
  return FLOW.has(word.text) && line.at(-1)?.text === ':' ? { indent, is: 'flow', name: '', environment: null } : null
}

/** `class Settings(BaseSettings):`, or one that is made of such. */
function isSettings(line: readonly Token[]): boolean {
  return line.slice(2, 40).some(({ kind, text }) => kind === 'name' && SETTINGS.test(text))
}

/** `A = B = value`, `A: int = value`; null for any other line. */
function assignedBy(line: readonly Token[]): Assigned | null {
  const [first, second] = line
  if (first?.kind !== 'name') return null
  const names = [first]
  let at = 1
  if (first.text === 'self' && second?.text === '.') {
    names[0] = line[2] as Token
    at = 3
  }
  if (line[at]?.text === ':') at = line.findIndex(({ kind, text }) => kind === 'mark' && text === '=')
  while (line[at]?.text === '=' && line[at + 1]?.kind === 'name' && line[at + 2]?.text === '=') {
    names.push(line[at + 1] as Token)
    at += 2
  }
  if (at < 1 || line[at]?.text !== '=' || names[0]?.kind !== 'name') return null
  const value = line.slice(at + 1)
  return value.length === 0 ? null : { names, value: new Parser(value, python).whole() }
}

function tellPrefix(blocks: readonly Block[], { names, value }: Assigned): void {
  const environment = blocks.findLast(({ environment }) => environment !== null)?.environment
  if (environment === undefined || environment === null) return
  const isOwn = names[0]?.text === 'env_prefix'
  const given = value.is === 'call' ? value.given.find(({ name }) => name === 'env_prefix')?.value : undefined
  const entry = value.is === 'table' ? value.entries.find(({ key }) => key === 'env_prefix')?.value : undefined
  environment.prefix = plainText(isOwn ? value : (given ?? entry)) ?? environment.prefix
}

/** None where a function has the names for itself. */
function declaredBy({ names, value }: Assigned, blocks: readonly Block[], line: readonly Token[]): Declaration[] {
  const inner = blocks.filter(({ is }) => is !== 'flow')
  const isOfInstance = line[0]?.text === 'self'
  const last = isOfInstance ? inner.findLastIndex(({ is }) => is === 'class') : inner.length - 1
  const classes = inner.slice(0, last + 1)
  if (classes.some(({ is }) => is === 'def') || (isOfInstance && last < 0)) return []
  const own = inner[last]
  const { environment } = own ?? { environment: null }
  const end = line.at(-1) as Token
  return names.map(({ text: name, at }) => ({
    within: classes.map((block) => block.name),
    name,
    value,
    at,
    until: end.at + end.text.length - 1,
    variable: environment === null ? null : variableOf(name, environment, value),
    isLocal: false,
    isConditional: blocks.some(({ is }) => is === 'flow'),
    doc: givenTo(value, ['description', 'help']),
  }))
}

/** As pydantic-settings has it: an alias alone, or the prefix and the field's name, in any case of letters. */
function variableOf(name: string, { prefix }: Environment, value: Expression): string {
  return givenTo(value, ['validation_alias', 'alias', 'env']) ?? `${prefix}${name}`.toUpperCase()
}

/** A text that a call is given by one of some names. */
function givenTo(value: Expression, names: readonly string[]): string | null {
  if (value.is !== 'call') return null
  const given = names.map((one) => value.given.find(({ name }) => name === one)?.value)
  const found = given.find((one) => one !== undefined) ?? EMPTY
  return plainText(found.is === 'call' ? found.given[0]?.value : found)
}

/** A text below an assignment says what it is for. */
function documented({ declares, says }: Statement, text: Expression): Statement {
  const doc = plainText(text)?.trim().split(/\n/)[0]?.slice(0, 160).trim() ?? null
  return { declares: declares.map((one) => ({ ...one, doc: one.doc ?? (doc === '' ? null : doc) })), says }
}
