import { dirname } from 'node:path'
import type { OwnProcess } from '../world.js'
import { placeOf, type WriterOptions } from './place.js'
import { tryRemove } from './remove.js'
import { type Temporary, temporariesIn } from './temporary.js'

/** Any name. */
const IN_ROOT = 'file'

/**
 * Removes what processes that were killed have left in the root and in the folders of some files: temporary files whose
 * process is gone. Each file that they were for is whole without them.
 */
export function sweep(root: string, paths: readonly string[], { follow, self }: WriterOptions): void {
  const folders = new Set([IN_ROOT, ...paths].flatMap((path) => folderOf(root, path, follow) ?? []))
  for (const { file, stats, isStale } of [...folders].flatMap((folder) => leftIn(folder, self))) {
    const isOurs = self.user === null || self.user === 0 || stats.uid === self.user
    if (isStale && isOurs) tryRemove(file)
  }
}

/** None where the folder cannot be read: then there is nothing to do there. */
function leftIn(folder: string, self: OwnProcess): Temporary[] {
  try {
    return temporariesIn(folder, self)
  } catch {
    return []
  }
}

/** Null where there is none, or it is not for us to write in. */
function folderOf(root: string, path: string, follow: boolean): string | null {
  try {
    return dirname(placeOf(root, path, { follow }).file)
  } catch {
    return null
  }
}
