import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { scriptOf } from './packages/script-of.js'
import { folderBelow, workspaceFolder } from './packages/workspace.js'

const takesValue = (name: string) => ['cwd', 'p', 'package'].includes(name)

/** Yarn 1, and those since. */
export const yarn: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, takesValue)
    const folder = options.get('cwd')
    return launchesOf(operands, folder === undefined ? line : folderBelow(folder, line))
  },
}

function launchesOf([verb = '', ...words]: readonly string[], line: CommandLine): readonly CommandLine[] {
  if (verb === 'exec' || verb === 'dlx') return packageCommand(leadingOptions(words, takesValue).operands, line)
  if (verb === 'workspace') {
    const there = workspaceFolder(words[0] ?? '', line)
    return there === null ? [] : launchesOf(words.slice(1), there)
  }
  const [name = '', ...args] = verb === 'run' ? leadingOptions(words, takesValue).operands : [verb, ...words]
  return scriptOf(name, args, line) ?? packageCommand([name, ...args], line)
}
