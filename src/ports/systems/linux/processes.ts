import { readdirSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Owner } from '../../machine.js'
import { textOf } from './text-of.js'

/**
 * The unit of times in `/proc/<pid>/stat`: USER_HZ, which is part of the kernel's interface to programs and 100 on every
 * architecture that Node runs on, whatever the kernel's own CONFIG_HZ.
 */
const TICKS_PER_SECOND = 100
/** Fields of `/proc/<pid>/stat`, counted from 0 behind the name: proc_pid_stat(5) counts from 1, with two before. */
const PARENT = 1
const START = 19

/** What `/proc/<pid>/stat` tells of a process. */
interface Stat {
  /** The name of its program, 15 bytes at most. */
  readonly name: string
  /** Null for the first process of all. */
  readonly parent: number | null
  /** In ticks since the machine started. */
  readonly start: number
}

/** The processes that this user may look at, as they are while somebody asks for the holders of sockets: each is read once. */
export class Processes {
  readonly #proc: string
  readonly #links: ReadonlyMap<string, string>
  readonly #sockets = new Map<number, ReadonlyMap<string, string>>()
  readonly #stats = new Map<number, Stat | null>()

  /** @param inodes the sockets that count */
  constructor(proc: string, inodes: readonly string[]) {
    this.#proc = proc
    this.#links = new Map(inodes.map((inode) => [`socket:[${inode}]`, inode]))
  }

  pids(): number[] {
    return namesIn(this.#proc)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  }

  /** How many files a process has open, which is told by the size of their folder since Linux 6.2. */
  fileCountOf(pid: number): number {
    return factsOf(join(this.#folderOf(pid), 'fd'))?.size ?? 0
  }

  /** The sockets that a process has open, by inode, with its file of each; none of one that has ended or is another user's. */
  socketsOf(pid: number): ReadonlyMap<string, string> {
    const sockets = this.#sockets.get(pid) ?? this.#socketsIn(join(this.#folderOf(pid), 'fd'))
    this.#sockets.set(pid, sockets)
    return sockets
  }

  /** The inode of the socket that a process's file is; null for another, and one that is closed. */
  socketAt(file: string): string | null {
    try {
      return this.#links.get(readlinkSync(file)) ?? null
    } catch {
      return null
    }
  }

  /** A process's parent; null for the first process of all, and where it has ended. */
  parentOf(pid: number): number | null {
    return this.#statOf(pid)?.parent ?? null
  }

  /** The name of a process's program, 15 bytes at most; null where it has ended. */
  nameOf(pid: number): string | null {
    return this.#statOf(pid)?.name ?? null
  }

  /** What a process is; with null for everything else where it has ended meanwhile. */
  ownerOf(pid: number, users: ReadonlyMap<number, string>, bootTime: number | null): Owner {
    const folder = this.#folderOf(pid)
    const uid = effectiveUser(folder)
    const stat = this.#statOf(pid)
    return {
      pid,
      argv: wordsOf(folder),
      cwd: workingDirectory(folder),
      uid,
      user: (uid !== null && users.get(uid)) || null,
      since: stat === null || bootTime === null ? null : bootTime + (stat.start / TICKS_PER_SECOND) * 1000,
    }
  }

  #socketsIn(folder: string): ReadonlyMap<string, string> {
    const sockets = new Map<string, string>()
    for (const name of namesIn(folder)) {
      const file = `${folder}/${name}`
      const inode = this.socketAt(file)
      if (inode !== null) sockets.set(inode, file)
    }
    return sockets
  }

  #statOf(pid: number): Stat | null {
    const known = this.#stats.get(pid)
    const stat = known === undefined ? statIn(this.#folderOf(pid)) : known
    this.#stats.set(pid, stat)
    return stat
  }

  #folderOf(pid: number): string {
    return `${this.#proc}/${pid}`
  }
}

/** When the machine started, in milliseconds since 1970. */
export function bootTimeIn(proc: string): number | null {
  const [, seconds] = /^btime (\d+)$/m.exec(textOf(join(proc, 'stat')) ?? '') ?? []
  return seconds === undefined ? null : Number(seconds) * 1000
}

/** The process's name stands between brackets, and may hold brackets and white space. */
function statIn(folder: string): Stat | null {
  const text = textOf(join(folder, 'stat'))
  if (text === null) return null
  const end = text.lastIndexOf(')')
  const fields = text.slice(end + 2).split(' ')
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    parent: Number(fields[PARENT]) || null,
    start: Number(fields[START]),
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** A process that named itself anew (`nginx: master process ...`) has one word, and NULs over what was there before. */
function wordsOf(folder: string): readonly string[] | null {
  const text = textOf(join(folder, 'cmdline'))?.replace(/\0+$/, '')
  return text ? text.split('\0') : null
}

/** The folder's own owner does not tell: it is root for a process that gave up rights after its start. */
function effectiveUser(folder: string): number | null {
  const [, uid] = /^Uid:\t\d+\t(\d+)/m.exec(textOf(join(folder, 'status')) ?? '') ?? []
  return uid === undefined ? null : Number(uid)
}

/** Null also where the process sees another folder at that path, as in a container. */
function workingDirectory(folder: string): string | null {
  try {
    const path = readlinkSync(join(folder, 'cwd'))
    // Followed, the link leads to where the process is; its text is a path in the process's own mount namespace.
    const [theirs, ours] = [factsOf(join(folder, 'cwd')), factsOf(path)]
    const isAnother = theirs !== null && ours !== null && (theirs.dev !== ours.dev || theirs.ino !== ours.ino)
    return isAnother ? null : path
  } catch {
    return null
  }
}

function factsOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}
