import { inspect } from 'node:util'
import { problemText, usageText } from '../display.js'
import { ConfigError, UsageError } from '../errors.js'

/** What is wrong with the configuration, as text; null for what is no problem of the configuration. */
export function wordsOf(error: unknown): string | null {
  if (error instanceof ConfigError) return error.problems.map(problemText).join('\n')
  return error instanceof UsageError ? usageText(error) : null
}

/** The same as the error that Vite prints: what the user has to mend, and not where in the program it was found. */
export function errorFor(error: unknown): unknown {
  const words = wordsOf(error)
  return words === null ? error : plainError(`the configuration is bad\n${words}`)
}

/** The same where that has been told. */
export function shortError(): Error {
  return plainError('the configuration is bad, as told above')
}

function plainError(message: string): Error {
  const told = new Error(message)
  told.stack = told.message
  // Node puts an error without a trace between brackets.
  return Object.defineProperty(told, inspect.custom, { value: () => told.message })
}
