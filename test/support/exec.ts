import type { SpawnSyncReturns } from 'node:child_process'
import { type Files, project, SMALL_SCHEMA } from './project.js'
import { PROGRAM, runBuilt } from './run.js'

export const NODE = process.execPath

/** What `sh` needs to call the program itself: `"$NODE" "$PROGRAM"`. */
export const OWN_NAME = { NODE, PROGRAM }

/** A project of one port, BACKEND_PORT, 8203, and a URL made of it. */
export function small(files: Files = {}): string {
  return project({ 'schema/index.json': SMALL_SCHEMA, ...files })
}

/** Runs a shell's script with the configuration. */
export function sh(
  root: string,
  script: string,
  env: Record<string, string> = {},
  ...flags: string[]
): SpawnSyncReturns<string> {
  return runBuilt(root, ['exec', ...flags, '--', 'sh', '-c', script], { env: { ...OWN_NAME, ...env } })
}

/** What `env -0` printed, by name. */
export function entriesOf(printed: string): Map<string, string> {
  const entries = printed.split('\0').slice(0, -1)
  return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
}
