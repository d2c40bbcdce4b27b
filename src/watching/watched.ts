import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What is watched: files, by their absolute paths, there or not; and of some folders whatever is called so. */
export interface Watched {
  readonly files: readonly string[]
  readonly folders: readonly WatchedFolder[]
}

export interface WatchedFolder {
  /** Absolute. */
  readonly path: string
  readonly names: RegExp
}

/** The absolute paths of all that is watched, as the folders are at this moment. */
export function filesOf({ files, folders }: Watched): string[] {
  return [...files, ...folders.flatMap(filesIn)]
}

/** None where the folder cannot be read. */
function filesIn({ path, names }: WatchedFolder): string[] {
  try {
    return readdirSync(path)
      .filter((name) => names.test(name))
      .map((name) => join(path, name))
  } catch {
    return []
  }
}
