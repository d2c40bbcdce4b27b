import { dirname } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Change } from './change.js'
import { commit } from './commit.js'
import { type Due, dueOf, lookAgain } from './due.js'
import { type Journal, takeBack } from './journal.js'
import { keep } from './keep.js'
import { placeOf, type ReaderOptions, type WriterOptions } from './place.js'
import { settledTextIn } from './read.js'
import { tryRemove } from './remove.js'
import { stage } from './stage.js'
import { sweep } from './sweep.js'
import { syncFolder } from './sync-folder.js'
import { telling } from './trouble.js'

/**
 * The UTF-8 text of a regular file under the root, of at most 16 MiB, once nobody writes it any more; null where there is
 * none.
 * @throws ConfigError (check `write`) where it is not such a file, a symbolic link that is not to be followed included
 */
export function readUnder(root: string, path: string, options: ReaderOptions): string | null {
  return telling(path, 'read', () => settledTextIn(placeOf(root, path, options)))
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
