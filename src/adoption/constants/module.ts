import type { Role } from '../../model.js'
import type { Expression } from '../../syntax/expression.js'
import type { Comment } from '../../syntax/language.js'
import type { Weight } from '../mention.js'
import type { Declaration } from './declaration.js'

/** What a text says, in the terms of every language. */
export interface Module {
  /** In the order in which their names come to be known. */
  readonly statements: readonly Statement[]
  readonly comments: readonly Comment[]
}

export interface Statement {
  /** What names are given a value; none where the statement does something else. */
  readonly declares: readonly Declaration[]
  /** Everything that it says, its values included. */
  readonly says: readonly Expression[]
}

/** A port or URL that a call or a table is given, and that no variable names. */
export interface Listen {
  readonly value: Expression
  /** Of what it is: `backend-port`, or `port` where it is the program's own. */
  readonly name: string
  readonly weight: Weight
  /** Null where that is nothing to go by. */
  readonly role: Role | null
}

/** What an expression alone tells of ports, without what is in it. */
export type ListensOf = (expression: Expression) => readonly Listen[]

/** What must be known of a text beside what it says. */
export interface Context {
  readonly path: string
  readonly listensOf: ListensOf
  /** Of who calls what the text names; null where nobody can say. */
  readonly role: Role | null
}
