import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { scriptOf } from './packages/script-of.js'
import { folderBelow } from './packages/workspace.js'

const takesValue = (name: string) => ['cwd', 'env-file', 'filter', 'preload', 'r'].includes(name)
/** Its own, whatever the scripts are called. */
const VERBS: ReadonlySet<string> = new Set(['build', 'test'])

export const bun: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, takesValue)
    const folder = options.get('cwd')
    return launchesOf(operands, folder === undefined ? line : folderBelow(folder, line))
  },
}

function launchesOf([verb = '', ...words]: readonly string[], line: CommandLine): readonly CommandLine[] {
  const behind = () => leadingOptions(words, takesValue).operands
  if (verb === 'x') return packageCommand(behind(), line)
  if (VERBS.has(verb)) return []
  const [name = '', ...args] = verb === 'run' ? behind() : [verb, ...words]
  return scriptOf(name, args, line) ?? packageCommand([name, ...args], line)
}
