import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { scriptWithHooks } from './packages/script-of.js'
import { folderBelow, workspaceFolder } from './packages/workspace.js'

const takesValue = (name: string) => ['cwd', 'env-file', 'filter', 'F', 'preload', 'r'].includes(name)
/** Its own, whatever the scripts are called; with `--filter`, they are names of scripts. */
const VERBS: ReadonlySet<string> = new Set(['build', 'test'])

export const bun: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, takesValue)
    const folder = options.get('cwd')
    const at = placeOf(options, folder === undefined ? line : folderBelow(folder, line))
    const [verb = ''] = operands
    const isScript = VERBS.has(verb) && (options.has('filter') || options.has('F'))
    return at === null ? [] : launchesOf(isScript ? ['run', ...operands] : operands, at)
  },
}

function placeOf(options: ReadonlyMap<string, string>, line: CommandLine): CommandLine | null {
  const filter = options.get('filter') ?? options.get('F')
  return filter === undefined ? line : workspaceFolder(filter, line)
}

function launchesOf([verb = '', ...words]: readonly string[], line: CommandLine): readonly CommandLine[] {
  const behind = leadingOptions(words, takesValue)
  if (verb === 'x') return packageCommand(behind.operands, line)
  if (VERBS.has(verb)) return []
  const at = verb === 'run' ? placeOf(behind.options, line) : line
  const [name = '', ...args] = verb === 'run' ? behind.operands : [verb, ...words]
  return at === null ? [] : (scriptWithHooks(name, args, at) ?? packageCommand([name, ...args], at))
}
