import type { OwnProcess, World } from '../../src/world.js'

/** This process, as the program sees its own. */
export const SELF: OwnProcess = {
  id: process.pid,
  user: process.geteuid?.() ?? null,
  isRunning(id) {
    try {
      return process.kill(id, 0)
    } catch {
      return false
    }
  },
  signal(id, signal) {
    process.kill(id, signal)
  },
}

/** A world in a folder, of Linux and without a terminal, an environment and tools where nothing else is said. */
export function worldIn(cwd: string, parts: Partial<World> & Pick<World, 'stdout' | 'stderr'>): World {
  const { env = {} } = parts
  return {
    cwd,
    env,
    schemaEnv: env,
    loadsAsUsual: true,
    platform: 'linux',
    hasTerminal: false,
    person: null,
    argumentsAreExact: true,
    alteredVariables: [],
    self: SELF,
    execve: null,
    ask: async () => null,
    readInput: () => '',
    onSignal: () => () => {},
    onEnd: () => () => {},
    onMistake: () => () => {},
    ...parts,
  }
}
