import type { Token } from '../../syntax/language.js'
import { python } from '../../syntax/python.js'
import type { DefinedName } from '../target.js'

/** What other modules may import of a Python module: its constants, functions and classes, private names apart. */
export function definedIn(text: string): DefinedName[] {
  const lines = new Map<string, number>()
  let inner = Number.POSITIVE_INFINITY
  for (const statement of statementsIn(text)) {
    const at = statement[0]?.at ?? 0
    const indentation = at - text.lastIndexOf('\n', at - 1)
    if (indentation > inner) continue
    inner = hasOwnNames(statement) ? indentation : Number.POSITIVE_INFINITY
    for (const name of namesIn(statement)) {
      if (!name.startsWith('_') && !lines.has(name)) lines.set(name, text.slice(0, at).split('\n').length)
    }
  }
  return [...lines].map(([name, line]) => ({ name, line }))
}

/** Each logical line, without its end. */
function statementsIn(text: string): Token[][] {
  const statements: Token[][] = [[]]
  for (const token of python.tokensOf(text).tokens) {
    if (token.kind === 'end') statements.push([])
    else statements.at(-1)?.push(token)
  }
  return statements.filter(({ length }) => length > 0)
}

/** Whether what is indented below it defines nothing in the module, or only where that is run as a program. */
function hasOwnNames(statement: readonly Token[]): boolean {
  const words = statement.map(({ text }) => text)
  return isDefinition(words) || (words[0] === 'if' && words[1] === '__name__')
}

function isDefinition([first, second]: readonly string[]): boolean {
  return first === 'def' || first === 'class' || (first === 'async' && second === 'def')
}

function namesIn(statement: readonly Token[]): string[] {
  const words = statement.map(({ text }) => text)
  if (isDefinition(words)) return words.slice(words[0] === 'async' ? 2 : 1).slice(0, 1)
  const names: string[] = []
  let begin = 0
  for (const [at, word] of words.entries()) {
    if (word !== '=') continue
    // What is assigned, or handed to a call, is behind the last one.
    const assigned = assignedTo(statement.slice(begin, at))
    if (assigned === null) break
    names.push(...assigned)
    begin = at + 1
  }
  return names
}

/** One name, `A: int` too, or several between commas; a call's argument or `a.b` defines none. */
const ASSIGNED = /^(?:([\p{L}_]\S*) : .*|\(? ?((?:\* )?[\p{L}_]\S*(?: , (?:\* )?[\p{L}_]\S*)*)(?: ,)? ?\)?)$/u

function assignedTo(tokens: readonly Token[]): string[] | null {
  const [, typed, several] = ASSIGNED.exec(tokens.map(({ text }) => text).join(' ')) ?? []
  return (typed ?? several)?.split(' ').filter((word) => word !== ',' && word !== '*') ?? null
}
