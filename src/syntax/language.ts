import type { Expression } from './expression.js'

/** The smallest part of a text that means something; white space and comments are none. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'mark' | 'end'
  /** As it is written. */
  readonly text: string
  /** In UTF-16 units. */
  readonly at: number
}

export interface Comment {
  /** Without the marks that make it a comment, white space around it kept. */
  readonly text: string
  readonly at: number
}

export interface Tokens {
  readonly tokens: readonly Token[]
  readonly comments: readonly Comment[]
}

/** What the reader of expressions must know of a language. */
export interface Language {
  /** Words and marks between a value and what stands in for it. */
  readonly either: ReadonlySet<string>
  /** Words and marks between two values of which no third is made that could be told. */
  readonly between: ReadonlySet<string>
  /** Words and marks before a value. */
  readonly before: ReadonlySet<string>
  /** `a if asked else b`, or `asked ? a : b`. */
  readonly choice: 'words' | 'marks'
  /** Whether a bare name in a table is the key itself, as in JavaScript, or a variable. */
  readonly hasBareKeys: boolean
  tokensOf(text: string): Tokens
  /** What a text token says: its characters, and the expressions in it. */
  partsOf(token: Token, parse: (code: string, at: number) => Expression): readonly (string | Expression)[]
}
