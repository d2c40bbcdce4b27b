import { join } from 'node:path'
import { entriesOf } from '../there.js'

/** What is watched: files, by their absolute paths, there or not; and of some folders whatever is called so. */
export interface Watched {
  readonly files: readonly string[]
  readonly folders: readonly WatchedFolder[]
}

export interface WatchedFolder {
  /** Absolute. */
  readonly path: string
  readonly names: RegExp
  /** Whether the folders below it count too, packages apart. */
  readonly isDeep: boolean
}

/** The absolute paths of all that is watched, as the folders are at this moment. */
export function filesOf({ files, folders }: Watched): string[] {
  return [...files, ...folders.flatMap(filesIn)]
}

function filesIn(folder: WatchedFolder): string[] {
  const { path, names, isDeep } = folder
  return entriesOf(path).flatMap((entry) => {
    const below = join(path, entry.name)
    if (isDeep && entry.isDirectory() && entry.name !== 'node_modules') return filesIn({ ...folder, path: below })
    return names.test(entry.name) ? below : []
  })
}
