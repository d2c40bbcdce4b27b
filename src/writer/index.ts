import { dirname } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import type { Change } from './change.js'
import { commit, syncFolder } from './commit.js'
import { type Journal, takeBack } from './journal.js'
import { keep } from './keep.js'
import { type Place, placeOf, type ReaderOptions, type WriterOptions } from './place.js'
import { askToWrite, textIn } from './read.js'
import { tryRemove } from './remove.js'
import { stage } from './stage.js'
import { sweep } from './sweep.js'
import { changed, Trouble, telling, troubleWith } from './trouble.js'

/**
 * The UTF-8 text of a regular file under the root, of at most 16 MiB; null where there is none.
 * @throws ConfigError (check `write`) where it is not such a file, a symbolic link that is not to be followed included
 */
export function readUnder(root: string, path: string, options: ReaderOptions): string | null {
  return telling(path, 'read', () => textIn(placeOf(root, path, options)))
}

/**
 * Writes files under the root, all or none: a file is never seen half written, and after trouble with one of them
 * each is the very file that it was (a copy of it, where hard links cannot be). A file that has its text already is not
 * touched. Mode, and where possible owner, stay; setuid bits, extended attributes and other hard links of a file do not.
 * What a killed process has left beside any of them is removed.
 * @throws ConfigError (check `write`) with what is wrong; then nothing is written
 */
export function writeAll(root: string, changes: readonly Change[], options: WriterOptions): void {
  sweep(
    root,
    changes.map(({ path }) => path),
    options,
  )
  const due = dueOf(root, changes, options)
  const journal: Journal = []
  let kept: string[]
  try {
    kept = replace(due, root, options, journal)
  } catch (error) {
    const problems = takeBack(journal)
    throw error instanceof ConfigError ? new ConfigError([...error.problems, ...problems]) : error
  }
  for (const file of kept) tryRemove(file)
}

/** A change with the place that it goes to. */
interface Due extends Change {
  readonly place: Place
}

/** The changes that there is something to do for, each in a place of its own. */
function dueOf(root: string, changes: readonly Change[], options: WriterOptions): Due[] {
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

/**
 * Writes everything out beside its place first, and keeps what is there, so that a full disk is met before any file is
 * replaced. What the files were before is beside them then, and returned.
 */
function replace(due: readonly Due[], root: string, options: WriterOptions, journal: Journal): string[] {
  const { self } = options
  const staged = due.map((one) =>
    telling(one.path, 'written', () => {
      const temporary = stage(one, one.place, self, journal)
      return { ...one, temporary, kept: keep(one, one.place, temporary, self, journal) }
    }),
  )
  for (const one of due) telling(one.path, 'written', () => lookAgain(one, root, options))
  for (const { path, place, temporary, kept } of staged) {
    telling(path, 'written', () => commit(path, place.file, temporary, kept, journal))
  }
  const folders = new Map(
    due.flatMap(({ path, place }) => [place.file, ...place.missing].map((entry) => [dirname(entry), path])),
  )
  for (const [folder, path] of folders) telling(path, 'written', () => syncFolder(folder))
  return staged.flatMap(({ kept }) => kept?.file ?? [])
}

/** A file that somebody else wrote meanwhile is left to them. */
function lookAgain({ path, place, before }: Due, root: string, options: ReaderOptions): void {
  const current = placeOf(root, path, options)
  if (current.file !== place.file || textIn(current) !== before) throw changed()
}
