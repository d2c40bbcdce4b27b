import { readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { realOf } from '../ports/home.js'
import { readRegularFile } from '../regular-file/index.js'
import { isFolder, isThere } from '../there.js'
import { type Core, coreOf } from './git-config.js'

/** A checkout of a git repository, as its files tell; nothing of the environment counts (`GIT_DIR`). */
export interface Repository {
  /** The checkout's top folder. */
  readonly top: string
  /** Where its own HEAD is; null where what `.git` names is not there, as once the main checkout has moved. */
  readonly folder: string | null
  /** What it shares with the other checkouts of its repository. */
  readonly common: string
  /** Whether it is a worktree beside the main checkout. A submodule is none. */
  readonly isLinked: boolean
}

/** In bytes; git's own files here are a line, or a page. */
const LARGEST = 1 << 20
/** How HEAD names what is checked out; where refs are in tables (reftable), it is `refs/heads/.invalid`. No branch is longer than a path. */
const HEAD = /^ref: refs\/heads\/(?!\.invalid$)(.{1,4096})$/

/** The checkout that a folder without symbolic links lies in; null outside of every one. */
export function repositoryAt(path: string): Repository | null {
  for (let top = path; ; top = dirname(top)) {
    const git = join(top, '.git')
    if (isThere(git)) return isFolder(git) ? ownRepository(top, git) : namedRepository(top, textOf(git))
    if (dirname(top) === top) return null
  }
}

function ownRepository(top: string, git: string): Repository | null {
  return isStore(git) ? { top, folder: git, common: realOf(git), isLinked: false } : null
}

/** A `.git` that is a file names the folder: of a linked worktree, of a submodule, of a clone that keeps it elsewhere. */
function namedRepository(top: string, text: string): Repository | null {
  const [, named] = /^gitdir: ([^\n\r]+)/.exec(text) ?? []
  if (named === undefined) return null
  const folder = resolve(top, named)
  if (!isStore(folder)) {
    const isLinked = basename(dirname(folder)) === 'worktrees'
    return { top, folder: null, common: isLinked ? dirname(dirname(folder)) : folder, isLinked }
  }
  const shared = textOf(join(folder, 'commondir')).trim()
  return { top, folder, common: realOf(resolve(folder, shared)), isLinked: shared !== '' }
}

function isStore(folder: string): boolean {
  return isThere(join(folder, 'HEAD')) && isFolder(folder)
}

/** The branch that is checked out, or is about to get its first commit; null where there is none, or HEAD does not say. */
export function branchOf({ folder }: Repository): string | null {
  return folder === null ? null : (HEAD.exec(textOf(join(folder, 'HEAD')).trim())?.[1] ?? null)
}

/** The top folder of the main checkout; null where the repository has none, as a bare one, or does not tell of it. */
export function mainTopOf({ top, folder, common, isLinked }: Repository): string | null {
  if (!isLinked) return top
  if (folder === null) return null
  const { bare, worktree } = coreIn(common)
  const usual = basename(common) === '.git' && !bare ? dirname(common) : null
  const main = worktree === null ? usual : realOf(resolve(common, worktree))
  return main !== null && isFolder(main) ? main : null
}

/** Whether a repository has no main checkout, by its own word. */
export function isBare({ common }: Repository): boolean {
  return coreIn(common).bare
}

function coreIn(common: string): Core {
  return coreOf(['config', 'config.worktree'].map((name) => textOf(join(common, name))))
}

/** The top folders of the repository's checkouts, the main one first, as far as they are there. */
export function topsOf(repository: Repository): string[] {
  const main = mainTopOf(repository)
  const linked = namesIn(join(repository.common, 'worktrees')).flatMap((name) => {
    const folder = join(repository.common, 'worktrees', name)
    const git = textOf(join(folder, 'gitdir')).trim()
    return git === '' ? [] : [realOf(dirname(resolve(folder, git)))]
  })
  return [...new Set([...(main === null ? [] : [main]), ...linked])].filter(isFolder)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** Empty where there is no such text. */
function textOf(path: string): string {
  const content = readRegularFile(path, LARGEST)
  return typeof content === 'string' ? content : ''
}
