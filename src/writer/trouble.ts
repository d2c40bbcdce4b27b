import { constants } from 'node:os'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'

/** Why a file is not read or written. */
export class Trouble extends Error {
  /** As in a sentence: `it is a symbolic link`. */
  readonly reason: string
  /** The next step. */
  readonly help: string

  constructor(reason: string, help: string) {
    super(reason)
    this.reason = reason
    this.help = help
  }
}

/** The trouble with a file that somebody else has written meanwhile. */
export function changed(): Trouble {
  return new Trouble('it changed while config worked', 'run it again')
}

/** The errors of the system that a user can do something about. */
const IN_WORDS: Readonly<Record<string, readonly [reason: string, help: string]>> = {
  EACCES: ['this user lacks the permission', 'give it, or run as the user who has it'],
  EBADF: ['it is not open for writing', 'look at where it is sent'],
  EBUSY: ['it is in use, or something is mounted on it', 'end what uses it, or unmount it'],
  EDQUOT: ['the disk quota is used up', 'make room, then run it again'],
  EEXIST: ['something else is in its place', 'move that away, or choose another path'],
  EFBIG: ['it is larger than the system allows', 'raise the limit, as with `ulimit -f`'],
  EIO: ['the device reports an error', 'look at the disk'],
  EISDIR: ['a folder is in its place', 'move the folder, or choose another path'],
  ELOOP: ['a symbolic link leads back to itself', 'mend the link, or take it away'],
  EMFILE: ['too many files are open', 'raise the limit, as with `ulimit -n`'],
  ENAMETOOLONG: ['its name is too long', 'choose a shorter path'],
  ENFILE: ['too many files are open', 'end other programs'],
  ENOENT: ['it is gone, or a folder above it', 'look at what else is at work there'],
  ENOSPC: ['no space left on the device', 'make room, then run it again'],
  ENOTDIR: ['a file is in the place of one of its folders', 'move the file, or choose another path'],
  EPERM: ['the system does not permit it', 'look at its owner and its attributes, as with `lsattr`'],
  EROFS: ['the file system is read-only', 'mount it for writing, or choose another path'],
  EXDEV: ['the system keeps it apart from its folder', 'look at what is mounted there'],
}

/** What cannot be done with a file. */
export type Deed = 'read' | 'written' | 'put back' | 'cleaned up after'

/** What an error says of a file. */
export function troubleWith(error: unknown, path: string, deed: Deed): Problem {
  const { reason, help } = troubleOf(error)
  const message = `${visible(path)} cannot be ${deed} (${reason})`
  return problemOf('write', message, help, { origin: { layer: 'file', path } })
}

/** An error in words. Errors that are no trouble with files are bugs, and thrown on. */
export function troubleOf(error: unknown): Pick<Trouble, 'reason' | 'help'> {
  if (error instanceof Trouble) return error
  const { code, errno = 0, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) throw error
  const name = code in IN_WORDS ? code : nameOf(errno, code)
  const [reason, help] = IN_WORDS[name] ?? [name, 'look at the file and its folder']
  return { reason, help }
}

/** Node knows some errors by number only, such as that of a quota. */
function nameOf(errno: number, otherwise: string): string {
  return Object.entries(constants.errno).find(([, number]) => number === -errno)?.[0] ?? otherwise
}

/** Does something with a file, and tells trouble as the user's. @throws ConfigError */
export function telling<Result>(path: string, deed: Deed, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw new ConfigError([troubleWith(error, path, deed)])
  }
}
