import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { envFilesOf } from '../env-file/names.js'
import { sourcesOf } from '../schema/sources.js'
import { stampOf, stateOf } from '../watching/stamp.js'

/** What a configuration is read from. */
export interface Watched {
  /** Absolute. */
  readonly root: string
  readonly mode: string | null
  /** The schema's file, absolute. */
  readonly schema: string
  /** The files that the schema is made of as they were read, by absolute path. */
  readonly sources: ReadonlyMap<string, string>
}

/** Tells files as they are from what they are after any change, by path. */
export type Stamps = ReadonlyMap<string, string>

/** Every file that counts, there or not, absolute. */
export function filesOf({ root, mode, schema, sources }: Watched): string[] {
  const ofRoot = [...envFilesOf(mode), 'package.json'].map((path) => join(root, path))
  return [...ofRoot, schema, ...sources.keys()]
}

export function stampsOf(watched: Watched): Stamps {
  const stamps = new Map(filesOf(watched).map((path) => [path, stateOf(path)]))
  // A module that is not there yet, and that an edit of the schema is about to import.
  return stamps.set('', stampOf(sourcesOf(watched.schema, watched.root)))
}

/** The same, but for those of the schema's files that have changed since they were read: they are to be read again. */
export function stampsAsRead(watched: Watched): Stamps {
  const stamps = stampsOf(watched)
  return new Map([...stamps].filter(([path]) => isAsRead(path, watched.sources.get(path))))
}

/** The files whose state is another. */
export function changedIn(before: Stamps, after: Stamps): string[] {
  return [...after.keys()].filter((path) => before.get(path) !== after.get(path))
}

function isAsRead(path: string, text: string | undefined): boolean {
  try {
    return text === undefined || readFileSync(path, 'utf8') === text
  } catch {
    return false
  }
}
