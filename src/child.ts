import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import spawn from 'cross-spawn'
import { visible } from './text.js'
import type { World } from './world.js'

const FORWARDED: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
]
/** What a terminal sends to every process of its foreground group by itself. */
const BY_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGWINCH'])

/**
 * Runs a command to its end, with our standard streams. Signals are handed on; a second TERM kills.
 * @returns the command's exit code; 128 + n where signal n ended it; 127 where there is no such command, 126 where it
 * cannot be run
 */
export function runChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  world: World,
): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: world.cwd, env, stdio: 'inherit' })
    let terminations = 0
    const forward = (signal: NodeJS.Signals) => {
      if (BY_TERMINAL.has(signal) && isInForeground(world)) return
      if (signal === 'SIGTERM') terminations += 1
      child.kill(terminations > 1 && signal === 'SIGTERM' ? 'SIGKILL' : signal)
    }
    const forwarders = FORWARDED.filter((signal) => signal in constants.signals).map((signal) =>
      world.onSignal(signal, () => forward(signal)),
    )
    const finish = (code: number) => {
      for (const stop of forwarders) stop()
      done(code)
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      const { code, message } = failure(command, error, world)
      world.stderr.write(`error: ${message}\n`)
      finish(code)
    })
    child.on('exit', (code, signal) =>
      finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    )
  })
}

/**
 * Whether a terminal sends its signals to us, and so to the child too. Where the kernel tells (Linux), our process
 * group is the terminal's foreground group; elsewhere a terminal on a standard stream has to do.
 */
function isInForeground(world: World): boolean {
  if (world.platform !== 'linux') return world.hasTerminal
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return terminal !== '0' && foreground === group
}

function failure(
  command: string,
  { code, message }: NodeJS.ErrnoException,
  world: World,
): { code: number; message: string } {
  const name = visible(command)
  switch (code) {
    case 'ENOENT':
      if (!existsSync(world.cwd)) return { code: 126, message: 'the working directory is gone' }
      if (command.includes('/') && existsSync(command)) {
        return {
          code: 126,
          message: `${name} cannot be run: the interpreter that its first line names is missing`,
        }
      }
      return { code: 127, message: `${name}: command not found` }
    case 'ENOTDIR':
      return { code: 127, message: `${name}: command not found` }
    case 'EACCES':
      return { code: 126, message: `${name} is not executable` }
    case 'E2BIG':
      return { code: 126, message: `${name} cannot be run: its arguments and environment are too long` }
    default:
      return { code: 126, message: `${name} cannot be run: ${message}` }
  }
}
