import type { Environment } from '../world.js'

/** In milliseconds; the slowest of the standard tools, PowerShell, takes some seconds to start. */
const PATIENCE = 20_000
const MOST = 1 << 26

/** What a standard tool of the machine prints; null where it is not there, fails, or does not end. */
export async function ask(command: string, args: readonly string[], env: Environment): Promise<string | null> {
  const { execFile } = await import('node:child_process')
  return new Promise((done) => {
    const options = { env: { ...env, LC_ALL: 'C' }, timeout: PATIENCE, maxBuffer: MOST, windowsHide: true }
    execFile(command, args, options, (error, stdout) => done(error === null ? stdout : null))
  })
}
