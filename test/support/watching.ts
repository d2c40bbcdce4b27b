import { renameSync, symlinkSync } from 'node:fs'
import { small } from './exec.js'
import type { Files } from './project.js'
import { type Run, type Started, startBuilt } from './run.js'

/** A command that says what it is given as BACKEND_PORT, and runs until it is ended. */
export const TELLS = ['sh', '-c', 'echo got $BACKEND_PORT; exec sleep 600']

/** Runs a command under `exec --watch`. */
export function watching(
  root: string,
  command: readonly string[] = TELLS,
  env: Readonly<Record<string, string>> = {},
  ...flags: string[]
): Started {
  return startBuilt(root, ['exec', '--watch', ...flags, '--', ...command], env)
}

/** A project whose port is 8203, with a command under `exec --watch` that has said what it got. */
export async function started(
  files: Files = {},
  prepare = (_root: string) => {},
  words: readonly string[] = TELLS,
): Promise<Started & { root: string }> {
  const root = small(files)
  prepare(root)
  const command = watching(root, words)
  await command.says('got ')
  return { root, ...command }
}

/** Asks the program to end, and waits for it. */
export function ended({ process, end }: Started): Promise<Run> {
  process.kill('SIGTERM')
  return end
}

/** What each start of the command was given. */
export function starts({ stdout }: Run): string[] {
  return [...stdout.matchAll(/^got (.*)$/gm)].map(([, value = '']) => value)
}

/** Makes a link, or puts another in its place at once. */
export function relink(target: string, path: string): void {
  symlinkSync(target, `${path}.new`)
  renameSync(`${path}.new`, path)
}

export const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
