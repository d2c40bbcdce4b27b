import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { tryRemove } from './remove.js'
import { Trouble } from './trouble.js'

/** Whose a file is, and who may do what with it. */
export interface Access {
  /** The file whose owner, group and mode it gets; null for those that a new file of this user has. */
  readonly like: Stats | null
  /** Whether it is its owner's alone to read, from its first byte. */
  readonly secret: boolean
}

/** Writes a new file, onto the disk; what does not become whole is removed. */
export function writeOut(file: string, bytes: Buffer, { like, secret }: Access): void {
  const descriptor = openSync(file, 'wx', like === null && !secret ? 0o666 : 0o600)
  try {
    try {
      writeFileSync(descriptor, bytes)
      if (like !== null) {
        makeYounger(descriptor, like)
        keepAccess(descriptor, like, secret ? 0o700 : 0o777)
      }
      fsyncSync(descriptor)
      const { size } = fstatSync(descriptor)
      if (size !== bytes.length) {
        throw new Trouble(`only ${size} of ${bytes.length} bytes were written`, 'look at the disk')
      }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    tryRemove(file)
    throw error
  }
}

/** How far a file's time may be ahead of the clock, in seconds, lest it be taken for one of another machine's clock. */
const AHEAD = 60

/**
 * Gives a file that was just written a later second than the one that it is to replace. By size and second Python takes a
 * compiled module for that of its source, and nginx a page's copy for the file's: 8203 is as long as 9000.
 */
function makeYounger(descriptor: number, { mtimeMs }: Stats): void {
  const { atimeMs, mtimeMs: own } = fstatSync(descriptor)
  const next = Math.floor(mtimeMs / 1000) + 1
  const ahead = next - own / 1000
  if (ahead > 0 && ahead < AHEAD) futimesSync(descriptor, atimeMs / 1000, next)
}

/** The owner and the group where the system lets this user give them, and of the mode what is allowed. */
function keepAccess(descriptor: number, { uid, gid, mode }: Stats, allowed: number): void {
  const given = fstatSync(descriptor)
  if (given.uid !== uid || given.gid !== gid) tryOwners(descriptor, [uid, -1], gid)
  // A disk without modes may refuse even the one that it shows.
  if ((given.mode & 0o777) !== (mode & allowed)) fchmodSync(descriptor, mode & allowed)
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
