import { problemText } from './display.js'
import type { Problem } from './model.js'
import { counted } from './text.js'

const BRAND = Symbol.for('portolan.ConfigError')

/**
 * The configuration is bad. `problems` has everything that is wrong, in schema order; the message is the same as text.
 * Neither holds a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  declare readonly problems: readonly Problem[]

  /** True for an error of any copy of this package: a program may load it as an ES module and as CommonJS. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value
  }

  constructor(problems: readonly Problem[]) {
    super([`${counted(problems.length, 'problem')} in the configuration`, ...problems.map(problemText)].join('\n'))
    // What the user has to mend is in the message. Where in the program it was found would only bury that.
    this.stack = `${this.name}: ${this.message}`
    Object.defineProperties(this, { problems: { value: problems }, [BRAND]: { value: true } })
  }

  toJSON(): { problems: readonly Problem[] } {
    return { problems: this.problems }
  }
}

/**
 * Puts the place of a call below what the caller has to mend: one line, so that it does not bury that, and not none,
 * since Node prints an error without any between brackets.
 * @param call the function of ours that the program called
 * @returns the error
 */
export function calledFrom(error: unknown, call: (...args: never[]) => unknown): unknown {
  if (!(error instanceof ConfigError)) return error
  const trace = { stack: '' }
  Error.captureStackTrace(trace, call)
  const place = String(trace.stack)
    .split('\n')
    .find((line) => line.startsWith('    at '))
  if (place !== undefined) error.stack = `${error.name}: ${error.message}\n${place}`
  return error
}

/** The program was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly help: string
  /** Lines to copy, below the help; empty without any. */
  readonly example: string

  constructor(message: string, help: string, example = '') {
    super(message)
    this.help = help
    this.example = example
  }
}
