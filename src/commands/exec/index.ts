import { UsageError } from '../../errors.js'
import { becomeCommand } from '../../handover/become.js'
import { runChild } from '../../handover/child.js'
import { linesText } from '../../text.js'
import type { Command } from '../command.js'
import { prepare } from './prepare.js'
import { startOf } from './start.js'

export const exec: Command = {
  name: 'exec',
  summary: 'runs a command with the resolved environment',
  usage: '[FLAGS] -- COMMAND [ARGS...]',
  flags: [
    { name: 'only', value: 'GROUP|NAME...', takesList: true, summary: 'hands on these settings alone' },
    { name: 'no-check', summary: 'leaves out the quick checks, but not that of the values' },
    { name: 'watch', summary: 'starts the command again when an edit changes what it is given' },
  ],
  notes: [
    'The command is given every setting, public ones under their prefix too, and undeclared variables of the files.',
    'With --only it is given those of them that are named, by name, path, group or service, and nothing else of these.',
    'It is given NODE_ENV only where the environment or --set says it.',
    'Where it starts react-scripts, vite, vitest or next, and no mode is named, the mode is the one that the tool uses.',
    'Its exit code is handed back: 128 + n for a signal, 126 not executable, 127 not found.',
    'With --watch, a command that ends by itself is started again by the next change, until a signal asks for the end.',
  ],
  runs: true,
  async run(call) {
    const { world, rest, flag } = call
    const [command, ...args] = rest ?? []
    if (!command) throw new UsageError('exec needs a command behind --', 'write config exec -- COMMAND')
    if (flag('watch') !== undefined) return (await import('./watch.js')).watch([command, ...args], call)
    const start = await startOf([command, ...args], call)
    const { env, warnings } = await prepare(start, await call.resolve(start.call.request))
    world.stderr.write(linesText(warnings.flat()))
    const { execve } = world
    if (execve !== null) becomeCommand([command, ...args], env, execve)
    return runChild(command, args, env, world)
  },
}
