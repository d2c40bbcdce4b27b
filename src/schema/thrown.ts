import { inspect } from 'node:util'
import { JsonError } from './json.js'

/** What a schema's own code threw, as texts; empty where it says nothing. */
export interface Thrown {
  readonly message: string
  readonly stack: string
  readonly code: string
  /** Of JSON that does not parse; else null. */
  readonly line: number | null
}

/** Looks at what was thrown, which may be anything: looking at it may throw again. */
export function partsOf(error: unknown): Thrown {
  try {
    if (!(error instanceof Error)) return { message: inspect(error), stack: '', code: '', line: null }
    const { message, stack = '', code = '' } = error as NodeJS.ErrnoException
    const line = error instanceof JsonError ? error.line : null
    return { message: String(message), stack: String(stack), code: String(code), line }
  } catch {
    return { message: 'what it throws cannot be looked at', stack: '', code: '', line: null }
  }
}
