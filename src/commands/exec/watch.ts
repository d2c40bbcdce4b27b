import { ConfigError } from '../../errors.js'
import { onForwarded } from '../../handover/child.js'
import { modeOf } from '../../mode.js'
import { linesText } from '../../text.js'
import { withEnvFiles } from '../../watching/env-files.js'
import { watchFiles } from '../../watching/index.js'
import { troubleLines } from '../../watching/trouble.js'
import type { Call } from '../command.js'
import { Configuration } from './configuration.js'
import { Session } from './session.js'
import { startOf } from './start.js'

/**
 * Runs a command, and starts it again each time that an edit changes what it is given, until a signal asks for the end.
 * @returns the command's exit code; 128 + n where signal n came while it did not run
 * @throws ConfigError at the start, where no edit of a file could mend what is wrong
 */
export async function watch(words: readonly string[], call: Call): Promise<number> {
  const { world, open } = call
  const { project, sources } = await open(true)
  const { request } = (await startOf(words, call)).call
  const { mode, problem } = modeOf(request.mode, world.env, request.tool)
  if (problem !== null) throw new ConfigError([problem])
  const configuration = new Configuration(words, call, mode)
  const session = new Session(words, configuration, world)
  const stops = [
    onForwarded(world, (signal) => session.hear(signal)),
    // What a schema has left running may fail while no command runs, too.
    world.onMistake(() => {}),
    watchFiles({
      watched: () => withEnvFiles(project.root, configuration.mode, sources),
      onChange: () => session.change(),
      onTrouble: (error) => world.stderr.write(linesText(troubleLines(error))),
    }),
  ]
  try {
    return await session.run()
  } finally {
    for (const stop of stops) stop()
  }
}
