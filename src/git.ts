import { spawnSync } from 'node:child_process'
import type { Remark } from './generation/plan.js'
import { visible } from './text.js'
import type { Place } from './world.js'

/** What to say of each file for this machine that git would take into a commit. */
export function exposedAmong(paths: readonly string[], root: string, place: Place): Remark[] {
  const exposed = paths.filter((path) => isUnignored(path, root, place))
  return exposed.map((path) => ({
    path,
    text: `${visible(path)} is for this machine alone: write /${visible(path)} into .gitignore`,
  }))
}

/** Whether git would take a file into a commit unasked; false outside of a repository, and where there is no git. */
function isUnignored(path: string, root: string, { env }: Place): boolean {
  // A repository may name a program to watch its files; asking after one file must not start it.
  const args = ['-c', 'core.fsmonitor=false', 'check-ignore', '--quiet', '--', path]
  return spawnSync('git', args, { cwd: root, env, stdio: 'ignore' }).status === 1
}
