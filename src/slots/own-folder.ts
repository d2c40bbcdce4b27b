import { lstatSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { isFolder, isThere } from '../there.js'
import { Trouble } from '../writer/trouble.js'

/**
 * Makes a folder, and those above it, unless it is there.
 * @param user whose it has to be, since what it says is acted upon; null where the system has no such numbers
 * @throws Trouble, or an error of the system
 */
export function makeOwnFolder(folder: string, user: number | null): void {
  makeFolder(folder)
  const stats = lstatSync(folder)
  if (stats.isSymbolicLink()) throw new Trouble('it is a symbolic link', 'put a folder in its place')
  if (user !== null && stats.uid !== user) {
    throw new Trouble(
      `it is of another user, uid ${stats.uid}`,
      'run as that user, or set XDG_STATE_HOME to a folder of yours',
    )
  }
}

/** One by one: Node's `recursive` never ends where the system says of a folder that is there that it is not, as /proc. */
function makeFolder(folder: string): void {
  const above = dirname(folder)
  if (above !== folder && !isThere(folder)) makeFolder(above)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!isFolder(folder)) throw error
  }
}
