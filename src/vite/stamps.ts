import { statSync } from 'node:fs'
import { join } from 'node:path'
import { envFilesOf } from '../env-files.js'
import { stampOf } from '../program/stamp.js'
import type { Reading } from './reading.js'

/** Tells the files that a reading was made of as they are from what they are after any change, by path. */
export type Stamps = ReadonlyMap<string, string>

/** Every file that counts, there or not, absolute. */
export function filesOf({ resolution: { root, mode }, sources }: Reading): string[] {
  return [...envFilesOf(mode), 'package.json'].map((path) => join(root, path)).concat(sources)
}

export function stampsOf(reading: Reading): Stamps {
  const [schema = ''] = reading.sources
  const stamps = new Map(filesOf(reading).map((path) => [path, stateOf(path)]))
  // A module that is not there yet, and that an edit of the schema is about to import.
  return stamps.set('', stampOf(schema))
}

/** The files whose state is another. */
export function changedIn(before: Stamps, after: Stamps): string[] {
  return [...after.keys()].filter((path) => before.get(path) !== after.get(path))
}

function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch {
    return ''
  }
}
