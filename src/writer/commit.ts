import { linkSync, lstatSync, renameSync } from 'node:fs'
import { basename } from 'node:path'
import type { Journal } from './journal.js'
import type { Kept } from './keep.js'
import { remove } from './remove.js'
import { keptBeside } from './temporary.js'
import { changed, Trouble, troubleOf } from './trouble.js'

/** Puts a file that is written out in its place. */
export function commit(path: string, file: string, temporary: string, kept: Kept | null, journal: Journal): void {
  // One of the same call may have made it, by another path.
  if (kept === null && lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw changed()
  renameSync(temporary, file)
  if (kept === null) journal.push({ path, deed: 'cleaned up after', takeBack: () => remove(file) })
  else {
    journal.splice(journal.indexOf(kept.cleanUp), 1)
    journal.push({ path, deed: 'put back', takeBack: () => putBack(kept.file, file) })
  }
}

function putBack(kept: string, file: string): void {
  try {
    renameSync(kept, file)
  } catch (error) {
    throw new Trouble(troubleOf(error).reason, `what it held is beside it, in ${basename(rescued(kept))}`)
  }
}

/** Gives what is not to be swept away another name, where the folder takes one. */
function rescued(kept: string): string {
  const name = keptBeside(kept)
  for (const give of [renameSync, linkSync]) {
    try {
      give(kept, name)
      return name
    } catch {
      // A folder may take new names, and give none away.
    }
  }
  return kept
}
