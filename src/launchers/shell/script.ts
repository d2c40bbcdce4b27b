import { resolve } from 'node:path'
import type { Environment } from '../../world.js'
import type { CommandLine } from '../launcher.js'
import { tokensOf } from './tokens.js'

/** In characters; a longer script is not read. */
const LONGEST = 10_000

/** Words of a shell before a command, which are none of it. */
const RESERVED: ReadonlySet<string> = new Set(['!', '{', 'do', 'elif', 'else', 'if', 'then', 'while'])

/**
 * The commands of a shell's script in order, each with the folder that `cd` led to before. They are read, not run: which
 * of them would be left out (`||`, `if`) is not asked.
 */
export function commandsOf(script: string, line: CommandLine): CommandLine[] {
  const tokens = script.length > LONGEST ? [] : tokensOf(script, line.env)
  const commands: Omit<CommandLine, 'isShared'>[] = []
  const outer: string[] = []
  let { cwd, env } = line
  let words: string[] = []
  const end = () => {
    const from = words.findIndex((word) => !RESERVED.has(word))
    const [name, to] = words.slice(Math.max(from, 0))
    if (name === 'cd') cwd = resolve(cwd, to ?? '.')
    else if (name === 'export') env = exported(words, env)
    else if (from >= 0) commands.push({ words: words.slice(from), cwd, env })
    words = []
  }
  for (const token of tokens) {
    if (typeof token === 'object') words.push(token.word)
    else end()
    if (token === '(') outer.push(cwd)
    if (token === ')') cwd = outer.pop() ?? cwd
  }
  end()
  // What a pipe leads to only reads.
  const isShared = line.isShared || (commands.length > 1 && tokens.includes('&'))
  return commands.map((command) => ({ ...command, isShared }))
}

function exported(words: readonly string[], env: Environment): Environment {
  const pairs = words.filter((word) => word.includes('=')).map((word) => [word.slice(0, word.indexOf('=')), word])
  return { ...env, ...Object.fromEntries(pairs.map(([name = '', word = '']) => [name, word.slice(name.length + 1)])) }
}
