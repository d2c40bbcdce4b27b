import { resolve } from 'node:path'
import type { Environment } from '../world.js'

/** In milliseconds; the slowest of the standard tools, PowerShell, takes some seconds to start. */
const PATIENCE = 20_000
const MOST = 1 << 26

/**
 * What a standard tool of the machine prints, also where it then fails, as lsof does after an answer about those processes
 * that are still there. Null where the tool is not there, does not end, or fails without a word.
 */
export async function ask(command: string, args: readonly string[], env: Environment): Promise<string | null> {
  const { execFile } = await import('node:child_process')
  return new Promise((done) => {
    // Where PATH has `.`, and on Windows always, a file of the working directory could stand in for the tool.
    const cwd = resolve('/')
    const options = { cwd, env: { ...env, LC_ALL: 'C' }, timeout: PATIENCE, maxBuffer: MOST, windowsHide: true }
    execFile(command, args, options, (error, stdout) => {
      const answered = error === null || (typeof error.code === 'number' && stdout !== '')
      done(answered ? stdout : null)
    })
  })
}
