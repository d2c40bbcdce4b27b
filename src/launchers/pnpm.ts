import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { inPnpmWorkspace } from './packages/pnpm-workspace.js'
import { scriptWithHooks } from './packages/script-of.js'
import { folderBelow, inWorkspaces, workspaceFolder, workspaceRoot } from './packages/workspace.js'

const WITH_VALUE: ReadonlySet<string> = new Set(['C', 'dir', 'F', 'filter', 'package', 'reporter', 'loglevel'])
const takesValue = (name: string) => WITH_VALUE.has(name)

export const pnpm: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, takesValue)
    const folder = options.get('dir') ?? options.get('C')
    const at = folder === undefined ? line : folderBelow(folder, line)
    return placesOf(options, at).flatMap((there) => launchesOf(operands, there))
  },
}

/** Where a command is run: in the folder, or in workspaces. */
function placesOf(options: ReadonlyMap<string, string>, line: CommandLine): CommandLine[] {
  const has = (...names: string[]) => names.some((name) => options.has(name))
  const filter = options.get('filter') ?? options.get('F')
  if (filter !== undefined) return filtered(filter, line)
  if (has('r', 'recursive')) return inWorkspaces(line, true, inPnpmWorkspace)
  const root = has('w', 'workspace-root') ? workspaceRoot(line.cwd, inPnpmWorkspace) : null
  return [root === null ? line : folderBelow(root, line)]
}

/** `web...` takes in what it depends on, which is left alone; a name without scope is one of any. */
function filtered(filter: string, line: CommandLine): CommandLine[] {
  const name = filter.replace(/^(?:\.\.\.\^?)?\{?/, '').replace(/\}?(?:\^?\.\.\.)?$/, '')
  const isNamed = (own: unknown) =>
    typeof own === 'string' && (own === name || (!name.includes('/') && own.replace(/^@[^/]*\//, '') === name))
  return [workspaceFolder(name, line, inPnpmWorkspace, isNamed) ?? []].flat()
}

function launchesOf([verb = '', ...words]: readonly string[], line: CommandLine): readonly CommandLine[] {
  if (verb === 'exec' || verb === 'dlx') return packageCommand(leadingOptions(words, takesValue).operands, line)
  if (verb === 't') return scriptWithHooks('test', words, line) ?? []
  if (verb !== 'run' && verb !== 'run-script')
    return scriptWithHooks(verb, words, line) ?? packageCommand([verb, ...words], line)
  const { options, operands } = leadingOptions(words, takesValue)
  const [name = '', ...args] = operands
  return placesOf(options, line).flatMap((there) => scriptWithHooks(name, args, there) ?? [])
}
