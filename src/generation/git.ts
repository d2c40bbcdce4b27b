import { spawnSync } from 'node:child_process'
import { parse } from 'node:path'
import { visible } from '../text.js'
import { untold } from '../untold.js'
import type { Place } from '../world.js'
import type { Remark } from './plan.js'

/** In milliseconds. git waits for ever for one that writes into a FIFO called .gitignore. */
const PATIENCE = 5000

/** What to say of each file for this machine that git would take into a commit. */
export function exposedAmong(paths: readonly string[], root: string, place: Place): Remark[] {
  const exposed = paths.filter((path) => isUnignored(path, root, place))
  return exposed.map((path) => ({
    path,
    text: `${visible(path)} is for this machine alone: write /${visible(path)} into .gitignore`,
  }))
}

/**
 * Whether git would take a file into a commit unasked; false outside of a repository, and where git is not there or does
 * not end. Asking must start no program that a repository names: one to watch its files, or one to fetch from. And git
 * itself must not be one of its files, where PATH has `.` or, as on Windows, the working directory comes first.
 */
function isUnignored(path: string, root: string, { env }: Place): boolean {
  const args = ['-C', root, '-c', 'core.fsmonitor=false', 'check-ignore', '--quiet', '--', path]
  const place = { cwd: parse(root).root, env: { ...env, GIT_ALLOW_PROTOCOL: '' } }
  return spawnSync('git', args, { ...place, stdio: 'ignore', timeout: PATIENCE, ...untold }).status === 1
}
