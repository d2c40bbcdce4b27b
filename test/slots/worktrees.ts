import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Files, write } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'

/** A folder for repositories, gone when the test ends. */
export function harbour(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-test-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs git in a folder, apart from what this user and this machine configure. */
export function git(folder: string, ...args: readonly string[]): string {
  const identity = ['user.name=a', 'user.email=a@example.org', 'init.defaultBranch=main', 'commit.gpgSign=false']
  const env = { ...PLAIN_ENV, HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  const config = [...identity, 'protocol.file.allow=always'].flatMap((one) => ['-c', one])
  return execFileSync('git', [...config, ...args], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' })
}

/** A repository of one commit. */
export function repository(folder: string, files: Files): string {
  write(folder, files)
  git(folder, 'init', '--quiet')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', 'first')
  return folder
}

/** A worktree of a repository, on a new branch. */
export function worktree(main: string, folder: string, branch: string): string {
  git(main, 'worktree', 'add', '--quiet', '-b', branch, folder)
  return folder
}
