import type { CommandLine } from '../launcher.js'
import { commandsOf } from '../shell/script.js'
import { packageAbove } from './package.js'

/** Of a pattern, and in characters of a name: more would only take time. */
const MOST_PARTS = 9
const LONGEST_NAME = 200

/**
 * What a script of package.json runs, in the package's folder. Null where there is no such script.
 * @param args what a package manager puts behind the script's last command
 */
export function scriptOf(name: string, args: readonly string[], line: CommandLine): CommandLine[] | null {
  const found = packageAbove(line.cwd)
  const scripts = Object(found?.scripts)
  const script = Object.hasOwn(scripts, name) ? scripts[name] : null
  if (found === null || typeof script !== 'string') return null
  const commands = commandsOf(script, { ...line, cwd: found.folder })
  const last = commands.at(-1)
  const given = args[0] === '--' ? args.slice(1) : args
  return last === undefined ? [] : [...commands.slice(0, -1), { ...last, words: [...last.words, ...given] }]
}

/** The names of the scripts that a pattern's `*` is, in order; the name itself where it has none. */
export function scriptNames(pattern: string, anything: RegExp, line: CommandLine): string[] {
  if (!pattern.includes('*')) return [pattern]
  const parts = pattern.split(/(\*+)/).map((part) => part.replace(/[^\w*]/g, '\\$&'))
  const form = parts.map((part) => (part.startsWith('*') ? (part === '*' ? anything.source : '.*') : part)).join('')
  if (parts.length > MOST_PARTS) return []
  const names = Object.keys(Object(packageAbove(line.cwd)?.scripts)).filter(({ length }) => length <= LONGEST_NAME)
  return names.filter((name) => new RegExp(`^${form}$`, 's').test(name))
}

/** What a script runs, with the scripts that most package managers run before and behind it: `prebuild`, `postbuild`. */
export function scriptWithHooks(name: string, args: readonly string[], line: CommandLine): CommandLine[] | null {
  const own = scriptOf(name, args, line)
  const hook = (word: string) => scriptOf(`${word}${name}`, [], line) ?? []
  return own === null ? null : [...hook('pre'), ...own, ...hook('post')]
}
