import type { CommandLine } from '../launcher.js'
import { commandsOf } from '../shell/script.js'
import { packageAbove } from './package.js'

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

/** The same with the scripts that most package managers run before and behind it: `prebuild`, `postbuild`. */
export function scriptWithHooks(name: string, args: readonly string[], line: CommandLine): CommandLine[] | null {
  const own = scriptOf(name, args, line)
  const hook = (word: string) => scriptOf(`${word}${name}`, [], line) ?? []
  return own === null ? null : [...hook('pre'), ...own, ...hook('post')]
}
