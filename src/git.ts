import { spawnSync } from 'node:child_process'
import type { Place } from './world.js'

/** Whether git would take a file into a commit unasked; false outside of a repository, and where there is no git. */
export function isUnignored(path: string, root: string, { env }: Place): boolean {
  // A repository may name a program to watch its files; asking after one file must not start it.
  const args = ['-c', 'core.fsmonitor=false', 'check-ignore', '--quiet', '--', path]
  return spawnSync('git', args, { cwd: root, env, stdio: 'ignore' }).status === 1
}
