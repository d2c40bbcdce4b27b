import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { scriptOf } from './packages/script-of.js'
import { folderBelow, workspaceFolder } from './packages/workspace.js'

const WITH_VALUE: ReadonlySet<string> = new Set(['C', 'dir', 'F', 'filter', 'package', 'reporter', 'loglevel'])
const takesValue = (name: string) => WITH_VALUE.has(name)

export const pnpm: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, takesValue)
    const folder = options.get('dir') ?? options.get('C')
    const filter = options.get('filter') ?? options.get('F')
    const at = folder === undefined ? line : folderBelow(folder, line)
    const there = filter === undefined ? at : workspaceFolder(filter, at)
    return there === null ? [] : launchesOf(operands, there)
  },
}

function launchesOf([verb = '', ...words]: readonly string[], line: CommandLine): readonly CommandLine[] {
  if (verb === 'exec' || verb === 'dlx') return packageCommand(leadingOptions(words, takesValue).operands, line)
  if (verb === 't') return scriptOf('test', words, line) ?? []
  if (verb !== 'run' && verb !== 'run-script')
    return scriptOf(verb, words, line) ?? packageCommand([verb, ...words], line)
  const [name = '', ...args] = leadingOptions(words, takesValue).operands
  return scriptOf(name, args, line) ?? []
}
