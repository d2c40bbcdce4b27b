import { runChild } from '../child.js'
import { ConfigError, UsageError } from '../errors.js'
import { handover } from '../handover/environment.js'
import type { Command } from './command.js'

export const exec: Command = {
  name: 'exec',
  summary: 'runs a command with the resolved environment',
  usage: '[FLAGS] -- COMMAND [ARGS...]',
  flags: [],
  notes: [
    'The command is given every setting, public ones under their prefix too, and undeclared variables of the files.',
    'Its exit code is handed back: 128 + n for a signal, 126 not executable, 127 not found.',
  ],
  async run({ world, words, rest, flag, resolution }) {
    const [command, ...args] = rest ?? []
    if (words.length > 0 || command === undefined || command === '') throw misplaced(words)
    if (!world.argumentsAreExact) {
      throw new UsageError(
        'an argument is not valid UTF-8, and would not arrive as it is',
        'pass it in a file',
      )
    }
    const resolved = await resolution()
    const { env, problems } = handover(resolved, world, flag('mode'))
    if (resolved.problems.length + problems.length > 0)
      throw new ConfigError([...resolved.problems, ...problems])
    return runChild(command, args, env, world)
  },
}

function misplaced(words: readonly string[]): UsageError {
  const command = words.length > 0 ? words.join(' ') : 'COMMAND'
  return new UsageError('exec needs a command behind --', `write config exec -- ${command}`)
}
