import { linkSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { OwnProcess } from '../world.js'
import type { Change } from './change.js'
import type { Journal, Step } from './journal.js'
import type { Place } from './place.js'
import { remove } from './remove.js'
import { temporaryBeside } from './temporary.js'
import { writeOut } from './write-out.js'

/** What a file was before. */
export interface Kept {
  /** Absolute. */
  readonly file: string
  /** The step that removes it, for as long as it is not needed. */
  readonly cleanUp: Step
}

/**
 * Gives a file a second name, so that the very same file can be put back. Where that cannot be, or the second name could
 * not be removed, a copy has to do: the file itself never leaves its place. Null where there is none.
 * @param temporary what is to take its place
 */
export function keep(change: Change, place: Place, temporary: string, self: OwnProcess, journal: Journal): Kept | null {
  const { path, before } = change
  if (place.stats === null || before === null) return null
  const file = temporaryBeside(place.file, self)
  if (isFast(place.file, place.stats, temporary) || !tryLink(place.file, file)) {
    writeOut(file, Buffer.from(before), { like: place.stats, secret: false })
  }
  const cleanUp: Step = { path, deed: 'cleaned up after', takeBack: () => remove(file) }
  journal.push(cleanUp)
  return { file, cleanUp }
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
