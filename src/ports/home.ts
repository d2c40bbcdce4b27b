import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootAt } from '../schema/root.js'

/** What a folder lies in; absolute. */
export interface Home {
  /** The nearest project upward that has a schema of ours; null where there is none. */
  readonly root: string | null
  /** The nearest top upward of a git checkout, be it a clone, a worktree or a submodule; null where there is none. */
  readonly checkout: string | null
}

/** The project and the checkout that an absolute folder lies in. */
export function homeOf(folder: string): Home {
  return { root: nearest(folder, isRoot), checkout: nearest(folder, (at) => existsSync(join(at, '.git'))) }
}

/** A path without symbolic links, as the system tells working directories. */
export function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function nearest(folder: string, fits: (folder: string) => boolean): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (fits(at)) return at
    if (dirname(at) === at) return null
  }
}

function isRoot(folder: string): boolean {
  const found = rootAt(folder)
  return found !== null && found.schema !== null
}
