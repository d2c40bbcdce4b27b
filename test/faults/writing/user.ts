import { spawnSync } from 'node:child_process'
import { type Files, project } from '../../support/project.js'

/**
 * Does something as a user who is not root, whom no mode holds back; where this is root, one of the group 12345. It is
 * root again once that is done, also where it takes its time.
 */
export function asUser<Result>(action: () => Result): Result {
  if (process.getuid?.() !== 0) return action()
  const groups = process.getgroups?.() ?? []
  const restore = () => {
    process.seteuid?.(0)
    process.setegid?.(0)
    process.setgroups?.(groups)
  }
  process.setgroups?.([12345])
  process.setegid?.(65534)
  process.seteuid?.(65534)
  let result: Result | null = null
  try {
    result = action()
    return result instanceof Promise ? (result.finally(restore) as Result) : result
  } finally {
    if (!(result instanceof Promise)) restore()
  }
}

/** A project of the user who is not root. */
export function projectOfUser(files: Files): string {
  const root = project(files)
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', '65534:65534', root])
  return root
}
