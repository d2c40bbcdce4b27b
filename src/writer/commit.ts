import { closeSync, fsyncSync, linkSync, openSync, renameSync, type Stats, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Journal } from './journal.js'
import type { Place } from './place.js'
import { remove } from './remove.js'
import { temporaryBeside } from './stage.js'
import { Trouble, troubleOf } from './trouble.js'

/** Puts a file that is written out in its place. What was there is kept beside it, for the journal; where, is returned. */
export function commit(path: string, { file, stats }: Place, temporary: string, journal: Journal): string | null {
  const kept = stats === null ? null : setAside(path, file, isTheirs(stats, temporary), journal)
  renameSync(temporary, file)
  if (kept === null) journal.push({ path, deed: 'cleaned up after', takeBack: () => remove(file) })
  return kept
}

/** Whether a file's owner is another user, whom this one cannot give files to. */
function isTheirs({ uid }: Stats, temporary: string): boolean {
  return statSync(temporary).uid !== uid
}

/**
 * Gives a file a second name, so that the very same file can be put back. Where links cannot be, that is its only name
 * for a moment; so too for the file of another user, as in a folder like /tmp the second name could not be removed.
 */
function setAside(path: string, file: string, theirs: boolean, journal: Journal): string {
  const kept = temporaryBeside(file)
  if (theirs || !tryLink(file, kept)) renameSync(file, kept)
  journal.push({ path, deed: 'put back', takeBack: () => putBack(kept, file) })
  return kept
}

function tryLink(file: string, name: string): boolean {
  try {
    linkSync(file, name)
    return true
  } catch {
    return false
  }
}

function putBack(kept: string, file: string): void {
  try {
    renameSync(kept, file)
  } catch (error) {
    throw new Trouble(troubleOf(error).reason, `what it held is beside it, in ${basename(kept)}`)
  }
  // Between two names of one file, a rename does nothing.
  remove(kept)
}

/** Has a folder's renames outlast a crash, where the system can do that for folders. */
export function syncFolder(folder: string): void {
  let descriptor: number
  try {
    descriptor = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(descriptor)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    closeSync(descriptor)
  }
}
