import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runProgram } from '../../src/program/index.js'
import type { OwnProcess, Person } from '../../src/world.js'
import { REPOSITORY } from './project.js'
import { SELF, worldIn } from './world.js'

export { SELF, worldIn }

/** The built program, which becomes the command that it runs where Node can do that. */
export const BUILT = join(REPOSITORY, 'dist/cjs/main.js')

/** The built program, which stays beside the command that it runs. */
export const PROGRAM = 'execve' in process ? join(REPOSITORY, 'test/support/beside.cjs') : BUILT

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** The whole environment. Default: empty. */
  readonly env?: Readonly<Record<string, string>>
  /** Default: linux. */
  readonly platform?: string
  /** What the machine's tools print, by command line (`netstat -an`). Default: there are none. */
  readonly tools?: Readonly<Record<string, string>>
  /** Default: this process. */
  readonly self?: OwnProcess
  /** Who answers at the terminal. Default: nobody. */
  readonly person?: Person
}

/** Runs the program in a folder within this process, with a world of its own. For every verb but `exec`. */
export async function run(cwd: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { env = {}, platform = 'linux', tools = {}, self = SELF, person = null } = options
  let stdout = ''
  let stderr = ''
  const world = worldIn(cwd, {
    env,
    platform,
    self,
    person,
    ask: async (command, words) => tools[[command, ...words].join(' ')] ?? null,
    stdout: {
      isTerminal: false,
      write(text) {
        stdout += text
      },
    },
    stderr: {
      isTerminal: false,
      write(text) {
        stderr += text
      },
    },
  })
  const code = await runProgram(args, world)
  return { code, stdout, stderr }
}

/** A real environment without what this test run itself was started with, and with a state folder of the run's own. */
export const PLAIN_ENV: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  LANG: 'C.UTF-8',
  XDG_STATE_HOME: process.env.XDG_STATE_HOME ?? '',
  // Without it bash takes a socket at its input for a remote login, and runs what the user's own ~/.bashrc says first.
  SHLVL: '1',
}

/** Runs the built program as a process of its own. */
export function runBuilt(
  cwd: string,
  args: readonly string[],
  options: RunOptions & { readonly input?: string } = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...PLAIN_ENV, ...options.env },
    maxBuffer: 1 << 26,
    ...(options.input !== undefined && { input: options.input }),
  })
}

/** A process that runs beside the test, killed when the test ends. */
export interface Started {
  readonly process: ChildProcess
  /** Waits until it has written a text; fails where it ends without. */
  says(text: string): Promise<void>
  /** Waits for its end. The code is 128 + n where signal n ended the process itself. */
  readonly end: Promise<Run>
}

/** Starts a command, away from the terminal that the tests may run in, and goes on. */
export function start(
  cwd: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Started {
  const options = { cwd, env: { ...PLAIN_ENV, ...env }, detached: true }
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => endGroup(child))
  const heard = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      heard[name] += text
    })
  }
  const end = new Promise<Run>((done) => {
    child.on('close', (code, signal) => {
      done({ ...heard, code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) })
    })
  })
  const says = (text: string) =>
    new Promise<void>((done, fail) => {
      const streams = [child.stdout, child.stderr]
      const look = () => {
        if (!heard.stdout.includes(text) && !heard.stderr.includes(text)) return
        for (const stream of streams) stream.off('data', look)
        done()
      }
      for (const stream of streams) stream.on('data', look)
      look()
      end.then((run) => fail(new Error(`it ended without saying ${text}: ${JSON.stringify(run)}`)))
    })
  return { process: child, says, end }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Starts the built program and goes on. */
export function startBuilt(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  return start(cwd, process.execPath, [PROGRAM, ...args], env)
}
