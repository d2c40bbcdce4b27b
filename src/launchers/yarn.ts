import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { scriptWithHooks } from './packages/script-of.js'
import { folderBelow, inWorkspaces, workspaceFolder } from './packages/workspace.js'

const takesValue = (name: string) => ['cwd', 'p', 'package'].includes(name)
const takesValueForEach = (name: string) => ['exclude', 'from', 'include', 'j', 'jobs', 'since'].includes(name)

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
  if (verb === 'workspaces') {
    const [first, ...others] = words
    const { options, operands } = leadingOptions(first === 'foreach' ? others : words, takesValueForEach)
    const isParallel = options.has('p') || options.has('parallel')
    return inWorkspaces(line, isParallel).flatMap((there) => launchesOf(operands, there))
  }
  const [name = '', ...args] = verb === 'run' ? leadingOptions(words, takesValue).operands : [verb, ...words]
  return scriptWithHooks(name, args, line) ?? packageCommand([name, ...args], line)
}
