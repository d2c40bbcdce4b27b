import { type StatsBase, statSync } from 'node:fs'

const MIB = 1 << 20

/** Why a file is not read. */
export interface Unreadable {
  /** As in a sentence after the file's name: `is a FIFO, not a file`. */
  readonly reason: string
  readonly help: string
}

export const CHANGING: Unreadable = { reason: 'changes while it is read', help: 'try again when it is written' }

/** Why what is there is no regular file of a bounded size, in bytes; null where it is one. It is not opened. */
export function unfitness(path: string, largest: number): Unreadable | null {
  try {
    return unfit(statSync(path), largest)
  } catch (error) {
    return cannotRead(error)
  }
}

/** The same of what the system says of it. */
export function unfit(stats: StatsBase<number | bigint>, largest: number): Unreadable | null {
  if (!stats.isFile()) return { reason: `is ${kindOf(stats)}, not a file`, help: 'put a file in its place' }
  if (stats.size <= largest) return null
  return { reason: `is larger than ${largest / MIB} MiB`, help: 'keep large values elsewhere' }
}

function kindOf(stats: StatsBase<number | bigint>): string {
  if (stats.isDirectory()) return 'a directory'
  if (stats.isFIFO()) return 'a FIFO'
  return stats.isSocket() ? 'a socket' : 'a device'
}

/** Why the system does not let something be read that is there. */
export function cannotRead(error: unknown): Unreadable {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { reason: 'may not be read by this user', help: 'give read permission, or take the file away' }
    case 'ENOENT':
      return { reason: 'is a symbolic link that leads nowhere', help: 'mend the link, or take it away' }
    case 'ELOOP':
      return { reason: 'is a symbolic link that leads back to itself', help: 'mend the link, or take it away' }
    case 'EMFILE':
    case 'ENFILE':
      return { reason: `cannot be read: too many files are open (${code})`, help: 'allow more of them, with ulimit -n' }
    default:
      return { reason: `cannot be read (${code})`, help: 'look at the file' }
  }
}
