import type { Problem } from './model.js'
import { place, shown } from './problems.js'
import { counted, cut, visible } from './text.js'

const WIDEST = 100
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

/** The program was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly help: string

  constructor(message: string, help: string) {
    super(message)
    this.help = help
  }
}

/** A problem as a person reads it, several lines without a newline at the end. */
export function problemText({ severity, message, origin, excerpt, also = [], help }: Problem): string {
  const lines = [`${severity}: ${message}`]
  if (origin !== null) {
    const path = origin.layer === 'schema' ? ` ${visible(origin.path)}` : ''
    lines.push(`  ${origin.layer === 'derived' ? '' : 'from '}${place(origin)}${path}`)
  }
  if (excerpt !== undefined) lines.push(...excerptLines(excerpt.line, excerpt.at).map((line) => `    ${line}`))
  for (const { value, origin: lower } of also)
    lines.push(`  also set in ${place(lower)} (${cut(shown(value), WIDEST)})`)
  lines.push(`  help: ${help}`)
  return lines.join('\n')
}

/** The part of a line around an offset, and a caret below it. */
function excerptLines(line: string, at: number): string[] {
  const start = at > WIDEST - 20 ? at - WIDEST / 2 : 0
  const before = visible(line.slice(start, at))
  const after = visible(line.slice(at, start + WIDEST))
  return [before + after, `${' '.repeat(before.length)}^`]
}

export function usageText({ message, help }: UsageError): string {
  return `error: ${message}\n  help: ${help}`
}
