import { type BigIntStats, lstatSync, statSync } from 'node:fs'
import { Trail } from './trail.js'
import { filesOf, type Watched } from './watched.js'

/**
 * In milliseconds. Within one tick of a file system's clock, the coarsest of which is FAT's, a file may change a second
 * time and look as it did after the first.
 */
const TICK = 2000

/** What files and the folders around them are like at one moment. */
export interface Survey {
  /** Another after every change; and another still once a changed file is too old to change without a trace. */
  readonly stamp: string
  /** Where something happens when a file changes, by the folder's real path. */
  readonly places: ReadonlyMap<string, Place>
}

export interface Place {
  /** Tells the folder from a later one of that path. */
  readonly identity: string
  /** Whether it counts that something of that name was made, changed or taken away there. */
  matters(name: string): boolean
}

/** Looks at files, at the links that lead to them, and at the folders of both. */
export function surveyOf(watched: Watched): Survey {
  const files = filesOf(watched)
  const trail = new Trail()
  for (const file of files) trail.follow(file)
  const patterns = new Map(watched.folders.map(({ path, names }) => [trail.folder(path) ?? '', names]))
  const folders = new Set([...trail.names.keys(), ...patterns.keys()])
  const places = [...folders].flatMap((folder): [string, Place][] => {
    const stats = statsBy(statSync, folder)
    if (stats === null) return []
    const matters = (name: string) => trail.names.get(folder)?.has(name) || patterns.get(folder)?.test(name) || false
    return [[folder, { identity: `${stats.dev} ${stats.ino}`, matters }]]
  })
  const now = Date.now()
  return { stamp: files.map((file) => stateOf(file, now)).join('\n'), places: new Map(places) }
}

/** A file by its path, which may be a link, and where that leads. */
function stateOf(file: string, now: number): string {
  return [file, ...[lstatSync, statSync].map((look) => textOf(statsBy(look, file), now))].join(' ')
}

function textOf(stats: BigIntStats | null, now: number): string {
  if (stats === null) return '-'
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = stats
  const isYoung = Math.abs(now - Number(ctimeMs)) < TICK
  return [dev, ino, size, mtimeNs, ctimeNs, isYoung].join(' ')
}

/** Null for what cannot be looked at. */
function statsBy(look: typeof statSync, path: string): BigIntStats | null {
  try {
    return look(path, { bigint: true })
  } catch {
    return null
  }
}
