import { closeSync, fsyncSync, linkSync, lstatSync, openSync, renameSync, type Stats, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { OwnProcess } from '../world.js'
import type { Change } from './change.js'
import type { Journal } from './journal.js'
import type { Place } from './place.js'
import { remove } from './remove.js'
import { keptBeside, temporaryBeside } from './temporary.js'
import { changed, Trouble, troubleOf } from './trouble.js'
import { writeOut } from './write-out.js'

/** A change with the place that it goes to. */
export interface Due extends Change {
  readonly place: Place
}

/** Puts a file that is written out in its place. What was there is kept beside it, for the journal; where, is returned. */
export function commit(due: Due, temporary: string, self: OwnProcess, journal: Journal): string | null {
  const { path, place } = due
  const kept = keep(due, temporary, self)
  // One of the same call may have made it, by another path.
  if (kept === null && lstatSync(place.file, { throwIfNoEntry: false }) !== undefined) throw changed()
  if (kept !== null) journal.push({ path, deed: 'cleaned up after', takeBack: () => remove(kept) })
  renameSync(temporary, place.file)
  if (kept === null) journal.push({ path, deed: 'cleaned up after', takeBack: () => remove(place.file) })
  else journal.splice(-1, 1, { path, deed: 'put back', takeBack: () => putBack(kept, place.file) })
  return kept
}

/**
 * Gives a file a second name, so that the very same file can be put back. Where that cannot be, or the second name could
 * not be removed, a copy has to do: the file itself never leaves its place.
 */
function keep({ place: { file, stats }, before }: Due, temporary: string, self: OwnProcess): string | null {
  if (stats === null || before === null) return null
  const kept = temporaryBeside(file, self)
  if (isFast(file, stats, temporary) || !tryLink(file, kept)) {
    writeOut(kept, Buffer.from(before), { like: stats, secret: false })
  }
  return kept
}

/** Whether a name of a file cannot be taken away: of another user's, in a folder like /tmp. */
function isFast(file: string, { uid }: Stats, temporary: string): boolean {
  const isTheirs = statSync(temporary).uid !== uid
  return isTheirs && (statSync(dirname(file)).mode & 0o1000) !== 0
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
