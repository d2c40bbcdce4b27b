import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import spawn from 'cross-spawn'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { type ChildEnvironment, notStarted } from './not-started.js'

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
export async function runChild(
  command: string,
  args: readonly string[],
  env: ChildEnvironment,
  world: World,
): Promise<number> {
  // Signals are caught before there is a child, so that none ends us and leaves it behind.
  let forward = (_signal: NodeJS.Signals) => {}
  const stops = FORWARDED.filter((signal) => signal in constants.signals).map((signal) =>
    world.onSignal(signal, () => forward(signal)),
  )
  try {
    const child = spawn(command, args, { cwd: world.cwd, env, stdio: 'inherit' })
    forward = forwarderTo(child, world)
    return await exitCode(child, (code) => {
      say(`a signal could not be handed on to ${visible(command)} (${code})`, world)
    })
  } catch (error) {
    const { code, message } = notStarted(command, error as NodeJS.ErrnoException, env, world)
    say(message, world)
    return code
  } finally {
    for (const stop of stops) stop()
  }
}

function forwarderTo(child: ChildProcess, world: World): (signal: NodeJS.Signals) => void {
  let terminations = 0
  return (signal) => {
    if (BY_TERMINAL.has(signal) && isInForeground(world)) return
    if (signal === 'SIGTERM') terminations += 1
    child.kill(terminations > 1 && signal === 'SIGTERM' ? 'SIGKILL' : signal)
  }
}

/** Waits for the end of a child. Rejects where it does not start; a child of another user may refuse a signal. */
function exitCode(child: ChildProcess, onRefusal: (code?: string) => void): Promise<number> {
  return new Promise((done, fail) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) fail(error)
      else onRefusal(error.code)
    })
    child.on('exit', (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}

/**
 * Whether a terminal sends its signals to us, and so to the child too. Where the kernel tells (Linux), our process
 * group is the terminal's foreground group; elsewhere a terminal on a standard stream has to do.
 */
function isInForeground(world: World): boolean {
  const stat = world.platform === 'linux' ? ownStat() : null
  if (stat === null) return world.hasTerminal
  const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return terminal !== '0' && foreground === group
}

/** What Linux says of our process; null where /proc is not mounted. */
function ownStat(): string | null {
  try {
    return readFileSync('/proc/self/stat', 'utf8')
  } catch {
    return null
  }
}

/** What cannot be said, with a full disk behind stderr, is no reason to abandon a command, or to lose an exit code. */
function say(message: string, { stderr }: World): void {
  try {
    stderr.write(`error: ${message}\n`)
  } catch {}
}
