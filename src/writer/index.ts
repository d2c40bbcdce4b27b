import { dirname } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import type { Change } from './change.js'
import { commit, syncFolder } from './commit.js'
import { type Journal, takeBack } from './journal.js'
import { type Place, placeOf, type WriterOptions } from './place.js'
import { askToWrite, textIn } from './read.js'
import { remove } from './remove.js'
import { stage } from './stage.js'
import { Trouble, telling, troubleWith } from './trouble.js'

/**
 * The UTF-8 text of a regular file under the root, of at most 16 MiB; null where there is none.
 * @throws ConfigError (check `write`) where it is not such a file, a symbolic link that is not to be followed included
 */
export function readUnder(root: string, path: string, options: WriterOptions): string | null {
  return telling(path, 'read', () => textIn(placeOf(root, path, options)))
}

/**
 * Writes files under the root, all or none: a file is never seen half written, and after trouble with one of them
 * each is the very file that it was. A file that has its text already is not touched. Mode, and where possible owner,
 * stay; extended attributes and other hard links of a file do not.
 * @throws ConfigError (check `write`) with what is wrong; then nothing is written
 */
export function writeAll(root: string, changes: readonly Change[], options: WriterOptions): void {
  const due = dueOf(root, changes, options)
  const journal: Journal = []
  let kept: Kept[]
  try {
    kept = replace(due, root, options, journal)
  } catch (error) {
    const problems = takeBack(journal)
    throw error instanceof ConfigError ? new ConfigError([...error.problems, ...problems]) : error
  }
  for (const { path, file } of kept) telling(path, 'cleaned up after', () => remove(file))
}

/** A change with the place that it goes to. */
interface Due extends Change {
  readonly place: Place
}

/** What a file was before, beside it. */
interface Kept {
  readonly path: string
  readonly file: string
}

/** The changes that there is something to do for, each in a place of its own. */
function dueOf(root: string, changes: readonly Change[], options: WriterOptions): Due[] {
  const taken = new Map<string, string>()
  const problems: Problem[] = []
  const due: Due[] = []
  for (const change of changes) {
    try {
      const place = placeOf(root, change.path, options)
      const first = taken.get(place.file)
      if (first !== undefined) throw new Trouble(`${first} is the same file`, 'give each a path of its own')
      taken.set(place.file, change.path)
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

/** Writes everything out beside its place first, so that a full disk is met before any file is replaced. */
function replace(due: readonly Due[], root: string, options: WriterOptions, journal: Journal): Kept[] {
  const staged = due.map((one) => ({
    ...one,
    temporary: telling(one.path, 'written', () => stage(one, one.place, journal)),
  }))
  for (const one of due) telling(one.path, 'written', () => lookAgain(one, root, options))
  const kept = staged.flatMap(({ path, place, temporary }) => {
    const file = telling(path, 'written', () => commit(path, place, temporary, journal))
    return file === null ? [] : { path, file }
  })
  const folders = new Map(
    due.flatMap(({ path, place }) => [place.file, ...place.missing].map((entry) => [dirname(entry), path])),
  )
  for (const [folder, path] of folders) telling(path, 'written', () => syncFolder(folder))
  return kept
}

/** A file that somebody else wrote meanwhile is left to them. */
function lookAgain({ path, place, before }: Due, root: string, options: WriterOptions): void {
  const current = placeOf(root, path, options)
  if (current.file !== place.file || textIn(current) !== before) throw changed()
}

function changed(): Trouble {
  return new Trouble('it changed while config worked', 'run it again')
}
