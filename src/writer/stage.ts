import { mkdirSync, rmdirSync } from 'node:fs'
import type { OwnProcess } from '../world.js'
import type { Change } from './change.js'
import type { Journal } from './journal.js'
import type { Place } from './place.js'
import { remove } from './remove.js'
import { temporaryBeside } from './temporary.js'
import { Trouble } from './trouble.js'
import { writeOut } from './write-out.js'

/** Writes a text out beside the place that it is for, with the mode of what is there, and returns the file. */
export function stage(change: Change, { file, missing, stats }: Place, self: OwnProcess, journal: Journal): string {
  const { path, text, secret = false } = change
  const bytes = Buffer.from(text)
  if (bytes.toString() !== text) throw new Trouble('its text holds half a surrogate pair', 'mend the value that has it')
  for (const folder of missing) makeFolder(path, folder, journal)
  const temporary = temporaryBeside(file, self)
  writeOut(temporary, bytes, { like: stats, secret })
  journal.push({ path, deed: 'cleaned up after', takeBack: () => remove(temporary) })
  return temporary
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
