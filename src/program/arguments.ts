import { parseArgs } from 'node:util'
import { commandText, maskedWords } from '../command-line/masked.js'
import type { Command, Flag } from '../commands/command.js'
import { globalFlags } from '../commands/global-flags.js'
import { UsageError } from '../errors.js'
import { suggestion } from '../suggestion.js'
import { visible } from '../text.js'

/** A command line, taken apart. */
export interface Arguments {
  readonly words: readonly string[]
  /** What stands behind `--`; null without it. */
  readonly rest: readonly string[] | null
  /** Every value of every flag that is given, in order; empty text for a flag without value. */
  readonly flags: ReadonlyMap<string, readonly string[]>
}

/**
 * The verb: the first word that is neither a flag nor a global flag's value. Undefined where there is none.
 * @throws UsageError for a flag before it that is not global, since nobody can say whether the next word is its value
 */
export function verbOf(args: readonly string[]): string | undefined {
  // What stands behind it does not matter, and most command lines begin with it.
  if (args[0]?.startsWith('-') === false) return args[0]
  for (const token of tokensOf(args, globalFlags)) {
    if (token.kind === 'option-terminator') return undefined
    if (token.kind === 'positional') return token.value
    // In `--set NAME secret` the secret would be told as a verb that there is none of.
    if (token.name === 'set' && token.value !== undefined) textsToSet([token.value])
    const isGlobal = globalFlags.some(({ name }) => name === token.name)
    if (!isGlobal) {
      const help = 'the flags of a verb stand behind it'
      throw unknownFlag(token.rawName, globalFlags, help, ' before the verb')
    }
  }
  return undefined
}

/**
 * Takes a command line apart by the flags of a verb and the global ones.
 * @throws UsageError for a flag that is not known, lacks its value, or has one that it does not take; and for a command
 * that does not stand behind `--`
 */
export function parseArguments(args: readonly string[], command: Command | null): Arguments {
  const known = [...globalFlags, ...(command?.flags ?? [])]
  const words: string[] = []
  const flags = new Map<string, string[]>()
  let list: string[] | null = null
  for (const token of tokensOf(args, known)) {
    if (token.kind === 'option-terminator') return { words, rest: args.slice(token.index + 1), flags }
    if (token.kind === 'positional') {
      const isMisplaced = list === null && command?.runs && words.length > 0
      if (isMisplaced) throw misplaced(command, args.slice(token.index))
      const into = list ?? words
      into.push(token.value)
      continue
    }
    const flag = known.find(({ name }) => name === token.name)
    if (flag === undefined) {
      throw unknownFlag(token.rawName, known, '`config help VERB` lists the flags of a verb')
    }
    const values = [...(flags.get(flag.name) ?? []), flagValue(flag, token)]
    flags.set(flag.name, values)
    list = flag.takesList ? values : null
  }
  return { words, rest: null, flags }
}

/** A verb's command without `--` before it, which would leave its flags to us. */
function misplaced({ name }: Command, words: readonly string[]): UsageError {
  const command = maskedWords(
    words.filter((word) => word !== '--'),
    [],
  )
  const help = `write config ${name} -- ${commandText(command)}`
  return new UsageError(`${name} needs a command behind --`, help)
}

/** What `--set NAME=value` sets. */
export function textsToSet(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
      // The rest may be a secret that was written the wrong way.
      const name = /^[\w.-]*/.exec(text)?.[0] ?? ''
      if (name === '') throw new UsageError('--set lacks a name', 'write --set NAME=value')
      throw new UsageError(`--set ${name} lacks a value`, `write --set ${name}=value`)
    }),
  )
}

type Token = ReturnType<typeof allTokensOf>[number]

function tokensOf(args: readonly string[], flags: readonly Flag[]): readonly Token[] {
  return plainTokensOf(args, flags) ?? allTokensOf(args, flags)
}

/**
 * The same up to `--`, where there are but words and known flags without a value, as mostly; null where there is anything
 * else. Node would load its parser for it.
 */
function plainTokensOf(args: readonly string[], flags: readonly Flag[]): Token[] | null {
  const tokens: Token[] = []
  for (const [index, word] of args.entries()) {
    if (word === '--') return [...tokens, { kind: 'option-terminator', index }]
    if (!word.startsWith('-') || word === '-') tokens.push({ kind: 'positional', index, value: word })
    else {
      const flag = flags.find(({ name, value }) => value === undefined && word === `--${name}`)
      if (flag === undefined) return null
      tokens.push({ kind: 'option', name: flag.name, rawName: word, index, value: undefined, inlineValue: undefined })
    }
  }
  return tokens
}

function allTokensOf(args: readonly string[], flags: readonly Flag[]) {
  const options = Object.fromEntries(
    flags.map(({ name, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', ...(name === 'help' && { short: 'h' }) } as const,
    ]),
  )
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens
}

function flagValue(flag: Flag, token: { value: string | undefined; inlineValue: boolean | undefined }): string {
  if (flag.value === undefined) {
    if (token.value === undefined) return ''
    throw new UsageError(`--${flag.name} takes no value`, `write --${flag.name} alone`)
  }
  if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
    throw new UsageError(`--${flag.name} needs a value`, `write --${flag.name} ${flag.value}`)
  }
  return token.value
}

function unknownFlag(written: string, known: readonly Flag[], otherwise: string, where = ''): UsageError {
  if (/^-[0-9]/.test(written)) {
    return new UsageError(`there is no flag ${visible(written)}${where}`, `write a negative number behind --`)
  }
  const names = known.map(({ name }) => `--${name}`)
  return new UsageError(`there is no flag ${visible(written)}${where}`, suggestion(written, names, otherwise))
}
