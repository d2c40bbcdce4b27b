import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmdirSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Change } from './change.js'
import type { Journal } from './journal.js'
import type { Place } from './place.js'
import { remove } from './remove.js'
import { Trouble } from './trouble.js'

/** Writes a text out beside the place that it is for, with the mode of what is there, and returns the file. */
export function stage({ path, text, secret = false }: Change, place: Place, journal: Journal): string {
  const { file, missing, stats } = place
  const bytes = Buffer.from(text)
  if (bytes.toString() !== text) throw new Trouble('its text holds half a surrogate pair', 'mend the value that has it')
  for (const folder of missing) makeFolder(path, folder, journal)
  const temporary = temporaryBeside(file)
  const descriptor = openSync(temporary, 'wx', stats === null && !secret ? 0o666 : 0o600)
  journal.push({ path, deed: 'cleaned up after', takeBack: () => remove(temporary) })
  try {
    writeFileSync(descriptor, bytes)
    if (stats !== null) keepAccess(descriptor, stats, secret ? 0o700 : 0o777)
    fsyncSync(descriptor)
    const { size } = fstatSync(descriptor)
    if (size !== bytes.length) {
      throw new Trouble(`only ${size} of ${bytes.length} bytes were written`, 'look at the disk')
    }
  } finally {
    closeSync(descriptor)
  }
  return temporary
}

/** A path of its own in the folder of a file, so that a rename moves nothing between disks. */
export function temporaryBeside(file: string): string {
  return join(dirname(file), `.portolan-${randomBytes(8).toString('hex')}.tmp`)
}

function makeFolder(path: string, folder: string, journal: Journal): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    // For another file of the same call, or by somebody else.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    throw error
  }
  journal.push({ path, deed: 'cleaned up after', takeBack: () => removeEmpty(folder) })
}

/** Somebody else may have put something there meanwhile. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** The owner and the group where the system lets this user give them, and of the mode what is allowed. */
function keepAccess(descriptor: number, { uid, gid, mode }: Stats, allowed: number): void {
  const given = fstatSync(descriptor)
  if (given.uid !== uid || given.gid !== gid) tryOwners(descriptor, [uid, -1], gid)
  fchmodSync(descriptor, mode & allowed)
}

/** The first owner of these that the system grants; -1 leaves it as it is. */
function tryOwners(descriptor: number, owners: readonly number[], gid: number): void {
  for (const uid of owners) {
    try {
      fchownSync(descriptor, uid, gid)
      return
    } catch {
      // Only root may give a file away, and a user only to a group of their own.
    }
  }
}
