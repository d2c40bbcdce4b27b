import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { isBelowRoot } from '../path.js'
import type { OwnProcess } from '../world.js'
import { Trouble } from './trouble.js'

export interface ReaderOptions {
  /** Whether a symbolic link may be in the file's place; the file that it leads to is then meant. */
  readonly follow: boolean
}

export interface WriterOptions extends ReaderOptions {
  /** Whose temporary files are made. */
  readonly self: OwnProcess
}

/** Where a path leads, with every link on the way followed. */
export interface Place {
  /** Absolute. */
  readonly file: string
  /** The folders above it that are not there, outermost first; absolute. */
  readonly missing: readonly string[]
  /** Of the file; null where there is none. */
  readonly stats: Stats | null
}

/**
 * Finds the place of a regular file, or of none yet, under the root.
 * @throws Trouble, or an error of the system
 */
export function placeOf(root: string, path: string, { follow }: ReaderOptions): Place {
  if (!isBelowRoot(path)) throw new Trouble('it is not a path below the root', 'choose a path below the root')
  const top = realpathSync(root)
  const folders = path.split('/')
  const name = folders.pop() as string
  const { folder, missing } = folderAt(top, folders, follow)
  const file = join(folder, name)
  const stats = missing.length > 0 ? null : statsOf(file)
  if (stats?.isSymbolicLink()) return { file: targetOf(file, top, follow), missing, stats: statSync(file) }
  if (stats !== null && !stats.isFile()) throw notAFile(stats)
  return { file, missing, stats }
}

function folderAt(top: string, names: readonly string[], follow: boolean): { folder: string; missing: string[] } {
  const missing: string[] = []
  let folder = top
  for (const name of names) {
    const next = join(folder, name)
    if (missing.length > 0 || statsOf(next) === null) {
      missing.push(next)
      folder = next
    } else {
      if (statsOf(next)?.isSymbolicLink() && !follow) throw linked('one of its folders')
      folder = followed(next, top)
      if (!statSync(folder).isDirectory()) {
        throw new Trouble('a file is in the place of one of its folders', 'move the file, or choose another path')
      }
    }
  }
  return { folder, missing }
}

/** Of a file or a link itself; null where there is none. */
function statsOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null
}

/** Where a path really leads. It is there, but as a link it may lead nowhere, or out of the root. */
function followed(path: string, top: string): string {
  let real: string
  try {
    real = realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Trouble('a symbolic link leads nowhere', 'mend the link, or take it away')
  }
  const way = relative(top, real)
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new Trouble('a symbolic link leads out of the root', 'take the link away, or choose another path')
  }
  return real
}

function targetOf(link: string, top: string, follow: boolean): string {
  if (!follow) throw linked('it')
  const target = followed(link, top)
  const stats = statSync(target)
  if (!stats.isFile()) throw notAFile(stats)
  return target
}

function linked(what: string): Trouble {
  return new Trouble(`${what} is a symbolic link`, 'add --follow, or name the file that it leads to')
}

function notAFile(stats: Stats): Trouble {
  const kinds: [boolean, string][] = [
    [stats.isDirectory(), 'a folder'],
    [stats.isFIFO(), 'a FIFO'],
    [stats.isSocket(), 'a socket'],
  ]
  const kind = kinds.find(([is]) => is)?.[1] ?? 'a device'
  return new Trouble(`${kind} is in its place`, `move it away, or choose another path`)
}
