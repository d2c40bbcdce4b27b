import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { OwnProcess } from '../world.js'

/** In milliseconds. No writing takes that long: a process of that number is another one by then, or has stopped. */
const LONGEST = 3_600_000
const NAME = /^\.portolan-([0-9a-f]{8})-([1-9][0-9]{0,9})-([0-9a-f]{8})-[0-9a-f]{8}\.tmp$/
/** Tells this process from one that had its number before. */
const RUN = token()

/** A file that some process of ours made for the time of its writing. */
export interface Temporary {
  /** Absolute. */
  readonly file: string
  readonly stats: Stats
  /** Whether the process that made it is gone. */
  readonly isStale: boolean
}

/** A path of its own in the folder of a file, so that a rename moves nothing between disks. It tells whose it is. */
export function temporaryBeside(file: string, { id }: OwnProcess): string {
  return join(dirname(file), `.portolan-${machine()}-${id}-${RUN}-${token()}.tmp`)
}

/** A path beside a temporary file that is not taken for one. */
export function keptBeside(temporary: string): string {
  return temporary.replace(/\.tmp$/, '.kept')
}

/** Whether a file has the name of a temporary one. */
export function isTemporary(file: string): boolean {
  return NAME.test(basename(file))
}

/** The temporary files of other processes in a folder. @throws an error of the system where it cannot be read */
export function temporariesIn(folder: string, self: OwnProcess): Temporary[] {
  return readdirSync(folder).flatMap((name) => {
    const [match, place = '', id, run] = NAME.exec(name) ?? []
    if (match === undefined || run === RUN) return []
    const file = join(folder, name)
    const stats = lstatSync(file, { throwIfNoEntry: false })
    return stats?.isFile() ? [{ file, stats, isStale: isOld(stats) || isGone(place, Number(id), self) }] : []
  })
}

/** A clock may have been put back. */
function isOld({ mtimeMs }: Stats): boolean {
  return Math.abs(Date.now() - mtimeMs) > LONGEST
}

/** Of a process elsewhere, as in a container that shares the folder, nothing is known. */
function isGone(place: string, id: number, self: OwnProcess): boolean {
  return place === machine() && (id === self.id || !self.isRunning(id) || isZombie(id))
}

/** Whether a process has ended, and only its number is there until somebody asks: in many containers, for good. */
function isZombie(id: number): boolean {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1')
    return stat.startsWith(') Z', stat.lastIndexOf(')'))
  } catch {
    return false
  }
}

/** Stands for the processes that can be asked after by number: those of a machine, or of a container. */
function machine(): string {
  return createHash('sha256').update(`${hostname()}\n${namespace()}`).digest('hex').slice(0, 8)
}

/** Of process numbers, as Linux names it; empty elsewhere. */
function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function token(): string {
  return randomBytes(4).toString('hex')
}
