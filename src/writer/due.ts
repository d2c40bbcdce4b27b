import { closeSync, constants, openSync } from 'node:fs'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import type { Change } from './change.js'
import { type Place, placeOf, type ReaderOptions, type WriterOptions } from './place.js'
import { textIn } from './read.js'
import { changed, Trouble, troubleWith } from './trouble.js'

/** A change with the place that it goes to. */
export interface Due extends Change {
  readonly place: Place
}

/** The changes that there is something to do for, each in a place of its own. */
export function dueOf(root: string, changes: readonly Change[], options: WriterOptions): Due[] {
  const taken = new Map<string, string>()
  const problems: Problem[] = []
  const due: Due[] = []
  for (const change of changes) {
    try {
      const place = placeOf(root, change.path, options)
      const key = keyOf(place)
      const first = taken.get(key)
      if (first !== undefined) throw new Trouble(`${first} is the same file`, 'give each a path of its own')
      taken.set(key, change.path)
      const text = textIn(place)
      const isOpen = change.secret === true && ((place.stats?.mode ?? 0) & 0o077) !== 0
      if (text === change.text && !isOpen) continue
      if (text !== change.before) throw changed()
      askToWrite(place)
      due.push({ ...change, place })
    } catch (error) {
      problems.push(troubleWith(error, change.path, 'written'))
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return due
}

/** One for each file: where the case of letters does not count, or a folder is mounted twice, it has several paths. */
function keyOf({ file, stats }: Place): string {
  return stats?.nlink === 1 ? `${stats.dev} ${stats.ino}` : file
}

/** Asks the system for leave to write a file, as a rename over it would not. */
function askToWrite({ file, stats }: Place): void {
  if (stats !== null) closeSync(openSync(file, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW))
}

/** A file that somebody else wrote meanwhile is left to them. */
export function lookAgain({ path, place, before }: Due, root: string, options: ReaderOptions): void {
  const current = placeOf(root, path, options)
  if (current.file !== place.file || textIn(current) !== before) throw changed()
}
