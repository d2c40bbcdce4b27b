import { separated } from '../command-line/options.js'
import type { Launcher } from './launcher.js'
import { packageCommand } from './npx.js'
import { scriptOf, scriptWithHooks } from './packages/script-of.js'
import { folderBelow, inWorkspaces, workspaceFolder } from './packages/workspace.js'
import { commandsOf } from './shell/script.js'

const WITH_VALUE: ReadonlySet<string> = new Set([
  'C',
  'c',
  'call',
  'loglevel',
  'p',
  'package',
  'prefix',
  'script-shell',
  'w',
  'workspace',
])
const RUN: ReadonlySet<string> = new Set(['run', 'run-script', 'rum', 'urn'])
const SHORT: ReadonlyMap<string, string> = new Map([
  ['start', 'start'],
  ['stop', 'stop'],
  ['restart', 'restart'],
  ['test', 'test'],
  ['t', 'test'],
  ['tst', 'test'],
])

export const npm: Launcher = {
  launches(line) {
    const { options, operands } = separated(line.words, (name) => WITH_VALUE.has(name))
    const [verb = '', ...words] = operands
    const prefix = options.get('prefix') ?? options.get('C')
    const workspace = options.get('workspace') ?? options.get('w')
    const at = prefix === undefined ? line : folderBelow(prefix, line)
    const areAll = options.has('workspaces') || options.has('ws')
    const named = workspace === undefined ? null : workspaceFolder(workspace, at)
    const places = areAll ? inWorkspaces(at, false) : workspace === undefined ? [at] : [named ?? []].flat()
    if (verb === 'exec' || verb === 'x') {
      // npm looks for the program in the prefix, and starts it where it is itself.
      const where = areAll || workspace !== undefined ? places : [line]
      const script = options.get('call') ?? options.get('c')
      return where.flatMap((one) => (script === undefined ? packageCommand(words, one) : commandsOf(script, one)))
    }
    const [name, args] = RUN.has(verb) ? [words[0], words.slice(1)] : [SHORT.get(verb), words]
    const look = options.has('ignore-scripts') ? scriptOf : scriptWithHooks
    return name === undefined ? [] : places.flatMap((one) => look(name, args, one) ?? [])
  },
}
