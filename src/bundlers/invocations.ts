import { resolve } from 'node:path'
import { launchers } from '../launchers/index.js'
import type { CommandLine } from '../launchers/launcher.js'
import { lastPart } from '../path.js'
import type { Bundler, Usage } from './bundler.js'
import { bundlers } from './index.js'

/** A bundler that a command line starts. */
export interface Invocation extends Usage {
  readonly bundler: Bundler
  /** As a message names it: `vite build`. */
  readonly command: string
  /** Absolute. */
  readonly folder: string
}

/** Scripts may call each other in a circle. */
const DEEPEST = 10
/** Command lines that are looked at, in all. */
const MOST = 200

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s

/**
 * The bundlers that a command line starts, itself or through package managers, scripts of package.json and shells, in
 * order. It is only looked at. What an inner `config exec` starts is left to that.
 */
export async function invocationsOf(line: CommandLine): Promise<readonly Invocation[]> {
  const found: Invocation[] = []
  let left = MOST
  const visit = async (one: CommandLine, depth: number): Promise<void> => {
    left -= 1
    if (left < 0 || depth > DEEPEST) return
    const { name, line: own } = named(one)
    const bundler = await loaded(bundlers, name)
    const usage = bundler?.usage(own.words, own.env) ?? null
    if (bundler !== null && usage !== null) found.push(invocation(bundler, usage, name, own))
    const launcher = await loaded(launchers, name)
    for (const next of launcher?.launches(own) ?? []) await visit(next, depth + 1)
  }
  await visit(line, 0)
  return found
}

/** What a command is called, and its arguments, with the assignments before it in the environment. */
function named({ words, env, ...rest }: CommandLine): { name: string; line: CommandLine } {
  // Most begin with the command.
  const first = words[0]?.includes('=') === false ? 0 : words.findIndex((word) => !ASSIGNMENT.test(word))
  const assigned = words.slice(0, first < 0 ? words.length : first).map((word) => ASSIGNMENT.exec(word) ?? [])
  const own = Object.fromEntries(assigned.map(([, name = '', text = '']) => [name, text]))
  const name = lastPart(first < 0 ? '' : (words[first] ?? '')).replace(/\.(?:cmd|exe|ps1)$/i, '')
  return { name, line: { ...rest, words: first < 0 ? [] : words.slice(first + 1), env: { ...env, ...own } } }
}

function invocation(bundler: Bundler, usage: Usage, name: string, { cwd, isShared }: CommandLine): Invocation {
  return {
    ...usage,
    bundler,
    command: `${name} ${usage.verb}`.trim(),
    folder: resolve(cwd, usage.folder),
    listensOnPort: usage.listensOnPort && !isShared,
  }
}

async function loaded<T>(list: Readonly<Record<string, () => Promise<T>>>, name: string): Promise<T | null> {
  const load = Object.hasOwn(list, name) ? list[name] : undefined
  return load === undefined ? null : load()
}
