import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { reasonOf } from '../schema/load-problem.js'
import { partsOf } from '../schema/thrown.js'
import { linesText, shownWord } from '../text.js'
import { untold } from '../untold.js'
import type { World } from '../world.js'
import { type ChildEnvironment, notStarted } from './not-started.js'
import { isSentByTerminal } from './terminal.js'

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
 * In milliseconds. `timeout` sends TERM to its command and then to the whole group, and a service manager to every
 * process, an outer `config exec` among them that hands it on: what comes so soon after is the same TERM.
 */
const SAME_TERM = 1000

type Starter = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess

/** A command that runs. */
export interface Running {
  readonly pid: number
  /** Sends TERM; the first one from elsewhere is then not sent again. */
  terminate(): void
  kill(): void
}

/**
 * Calls `listener` at each signal that a command is handed, until the returned function is called. Meanwhile none of them
 * ends us. Those that a system does not have never come.
 */
export function onForwarded({ onSignal }: World, listener: (signal: NodeJS.Signals) => void): () => void {
  const stops = FORWARDED.map((signal) => onSignal(signal, () => listener(signal)))
  return () => {
    for (const stop of stops) stop()
  }
}

/**
 * Runs a command to its end, with our standard streams. Signals are handed on; a second TERM kills, unless it comes
 * within a second of the first. What a schema has left running may fail meanwhile: the command goes on, and is ended
 * only where we are.
 * @param onStart is handed the command, unless it cannot be started
 * @returns the command's exit code; 128 + n where signal n ended it; 127 where there is no such command, 126 where it
 * cannot be run
 */
export async function runChild(
  command: string,
  args: readonly string[],
  env: ChildEnvironment,
  world: World,
  onStart: (running: Running) => void = () => {},
): Promise<number> {
  // Signals are caught before there is a child, so that none ends us and leaves it behind.
  let forward = (_signal: NodeJS.Signals) => {}
  const stops = [onForwarded(world, (signal) => forward(signal)), world.onMistake(tellerOfFirst(world))]
  try {
    const start = await starterOn(world.platform)
    const child = start(command, args, { cwd: world.cwd, env, stdio: 'inherit', ...untold })
    const reins = reinsOf(child, world)
    forward = reins.forward
    stops.push(world.onEnd(() => child.kill()))
    const { pid } = child
    if (pid !== undefined) onStart({ pid, terminate: reins.terminate, kill: () => child.kill('SIGKILL') })
    return await exitCode(child, (code) => {
      world.stderr.write(`error: a signal could not be handed on to ${shownWord(command)} (${code})\n`)
    })
  } catch (error) {
    const { code, message, help } = notStarted(command, error as NodeJS.ErrnoException, env, world)
    world.stderr.write(linesText([`error: ${message}`, ...(help === undefined ? [] : [`  help: ${help}`])]))
    return code
  } finally {
    for (const stop of stops) stop()
  }
}

/** What starts a command: on Windows `npm` is a `npm.cmd`, which takes arguments only as cross-spawn writes them. */
async function starterOn(platform: string): Promise<Starter> {
  return platform === 'win32' ? (await import('cross-spawn')).spawn : (await import('node:child_process')).spawn
}

/** Tells of one mistake: a timer may make the same again and again. */
function tellerOfFirst({ stderr, schemaEnv }: World): (error: unknown) => void {
  let isTold = false
  return (error) => {
    if (isTold) return
    isTold = true
    const help = 'look for a timer or a promise in it that nobody waits for; the command goes on'
    stderr.write(
      `warning: what the schema left running failed: ${reasonOf(partsOf(error), schemaEnv)}\n  help: ${help}\n`,
    )
  }
}

/** What hands signals on to a child, and what ends it from within. */
function reinsOf(child: ChildProcess, world: World) {
  let isNew = true
  // What arrived before there was a child, whoever sent it, is read within the first turn of the event loop.
  setImmediate(() =>
    setImmediate(() => {
      isNew = false
    }),
  )
  let isEnded = false
  let terminated: number | null = null
  const forward = (signal: NodeJS.Signals) => {
    if (BY_TERMINAL.has(signal) && !isNew && isSentByTerminal(child, world)) return
    if (signal !== 'SIGTERM') child.kill(signal)
    else if (terminated === null) {
      terminated = performance.now()
      if (!isEnded) child.kill(signal)
    } else if (performance.now() - terminated >= SAME_TERM) child.kill('SIGKILL')
  }
  const terminate = () => {
    isEnded = true
    child.kill('SIGTERM')
  }
  return { forward, terminate }
}

/** Waits for the end of a child. Rejects where it does not start; a child of another user may refuse a signal. */
async function exitCode(child: ChildProcess, onRefusal: (code?: string) => void): Promise<number> {
  const end = await new Promise<number | NodeJS.Signals | null>((done, fail) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) fail(error)
      else onRefusal(error.code)
    })
    child.on('exit', (code, signal) => done(code ?? signal))
  })
  if (typeof end === 'number') return end
  const { constants } = await import('node:os')
  return 128 + (end === null ? 0 : constants.signals[end])
}
