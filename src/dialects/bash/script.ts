import type { Lack } from '../dialect.js'

/** A part of a word: text, what stands for a parameter, or what nobody can tell without running the shell. */
export type Part = string | Parameter | { readonly lack: Lack }

/** `$NAME` or `${NAME}`, with an operator and a word perhaps. */
export interface Parameter {
  readonly name: string
  readonly operator?: Operator
  readonly word: readonly Part[]
}

export type Operator = ':-' | '-' | ':=' | '=' | ':+' | '+' | ':?' | '?'

export interface Word {
  readonly parts: readonly Part[]
  /** Whether any of it stood between quotes, so that it is a word even if it is empty. */
  readonly isQuoted: boolean
}

export interface Setting {
  readonly name: string
  /** Whether it is `NAME+=`. */
  readonly appends: boolean
  /** Null for an array, which is never handed on. */
  readonly value: Word | null
}

/** A simple command: what it sets, and its words. */
export interface Command {
  /** What stands between it and the one before. */
  readonly after: '' | '&&' | '||'
  /** Whether it runs in a process of its own, so that nothing that it sets stays: in a pipe, or beside the shell. */
  apart: boolean
  readonly settings: readonly Setting[]
  readonly words: readonly Word[]
  /** What `export` sets. */
  readonly exported: readonly Setting[]
  readonly redirects: boolean
}

/** The shell stops reading (`failure`), or goes on in a way that is not followed here (`shell`). */
export class Stop extends Error {
  constructor(readonly lack: 'failure' | 'shell') {
    super()
  }
}

/** The shell gives up a line, and goes on with the next. */
export class Discard extends Error {}
