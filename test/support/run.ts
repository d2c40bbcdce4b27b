import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { runProgram } from '../../src/program.js'
import { REPOSITORY } from './project.js'

/** The built program. */
export const PROGRAM = join(REPOSITORY, 'dist/cjs/main.js')

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
}

/** Runs the program in a folder within this process, with a world of its own. For every verb but `exec`. */
export async function run(cwd: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  let stdout = ''
  let stderr = ''
  const code = await runProgram(args, {
    cwd,
    env: options.env ?? {},
    platform: options.platform ?? 'linux',
    hasTerminal: false,
    argumentsAreExact: true,
    onSignal: () => () => {},
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
  return { code, stdout, stderr }
}

/** A real environment without what this test run itself was started with. */
export const PLAIN_ENV: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  LANG: 'C.UTF-8',
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
