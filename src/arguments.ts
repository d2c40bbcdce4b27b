import { parseArgs } from 'node:util'
import type { Flag } from './commands/command.js'
import { globalFlags } from './commands/global.js'
import { UsageError } from './errors.js'
import { suggestion } from './names.js'
import { visible } from './text.js'

/** A command line, taken apart. */
export interface Arguments {
  readonly words: readonly string[]
  /** What stands behind `--`; null without it. */
  readonly rest: readonly string[] | null
  /** Every value of every flag that is given, in order; empty text for a flag without value. */
  readonly flags: ReadonlyMap<string, readonly string[]>
}

/** The verb: the first word that is neither a flag nor a global flag's value. Undefined where there is none. */
export function verbOf(args: readonly string[]): string | undefined {
  return tokensOf(args, globalFlags).find((token) => token.kind === 'positional')?.value
}

/**
 * Takes a command line apart by the flags of a verb and the global ones.
 * @throws UsageError for a flag that is not known, lacks its value, or has one that it does not take
 */
export function parseArguments(args: readonly string[], own: readonly Flag[]): Arguments {
  const known = [...globalFlags, ...own]
  const tokens = tokensOf(args, known)
  const end = tokens.find((token) => token.kind === 'option-terminator')?.index ?? args.length
  const flags = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const flag = known.find(({ name }) => name === token.name)
    if (flag === undefined) throw unknownFlag(token.rawName, known)
    flags.set(flag.name, [...(flags.get(flag.name) ?? []), flagValue(flag, token)])
  }
  const words = tokens.flatMap((token) =>
    token.kind === 'positional' && token.index < end ? token.value : [],
  )
  return { words, rest: end < args.length ? args.slice(end + 1) : null, flags }
}

function tokensOf(args: readonly string[], flags: readonly Flag[]) {
  const options = Object.fromEntries(
    flags.map(({ name, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', ...(name === 'help' && { short: 'h' }) } as const,
    ]),
  )
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens
}

function flagValue(
  flag: Flag,
  token: { value: string | undefined; inlineValue: boolean | undefined },
): string {
  if (flag.value === undefined) {
    if (token.value === undefined) return ''
    throw new UsageError(`--${flag.name} takes no value`, `write --${flag.name} alone`)
  }
  if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
    throw new UsageError(`--${flag.name} needs a value`, `write --${flag.name} ${flag.value}`)
  }
  return token.value
}

function unknownFlag(written: string, known: readonly Flag[]): UsageError {
  const names = known.map(({ name }) => `--${name}`)
  return new UsageError(
    `there is no flag ${visible(written)}`,
    suggestion(written, names, '`config help` lists the flags of each verb'),
  )
}
