import { readlinkSync, type Stats, statSync } from 'node:fs'
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

/** What a process is; with null for everything else where it has ended meanwhile. */
export function ownerOf(proc: string, pid: number, users: ReadonlyMap<number, string>, bootTime: number | null): Owner {
  const folder = join(proc, `${pid}`)
  const uid = effectiveUser(folder)
  const start = statOf(folder)?.[START]
  return {
    pid,
    argv: wordsOf(folder),
    cwd: workingDirectory(folder),
    uid,
    user: (uid !== null && users.get(uid)) || null,
    since: start === undefined || bootTime === null ? null : bootTime + (Number(start) / TICKS_PER_SECOND) * 1000,
  }
}

/** A process's parent; null for the first process of all, and where it has ended. */
export function parentOf(proc: string, pid: number): number | null {
  return Number(statOf(join(proc, `${pid}`))?.[PARENT]) || null
}

/** The name of a process's program, 15 bytes at most; null where it has ended. */
export function nameOf(proc: string, pid: number): string | null {
  const text = textOf(join(proc, `${pid}`, 'stat'))
  return text === null ? null : text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
}

/** When the machine started, in milliseconds since 1970. */
export function bootTimeIn(proc: string): number | null {
  const [, seconds] = /^btime (\d+)$/m.exec(textOf(join(proc, 'stat')) ?? '') ?? []
  return seconds === undefined ? null : Number(seconds) * 1000
}

/** The process's name stands between brackets, and may hold brackets and white space. */
function statOf(folder: string): readonly string[] | null {
  const text = textOf(join(folder, 'stat'))
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ')
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
