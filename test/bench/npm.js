import { spawnSync } from 'node:child_process'

/** What npm prints, run in a folder. */
export function npm(cwd, ...args) {
  const { error, status, stdout, stderr } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    // On Windows npm is a script for its shell.
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw error ?? new Error(`npm ${args[0]} in ${cwd} ended with ${status}\n${stdout}${stderr}`)
  return stdout
}
