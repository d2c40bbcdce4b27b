import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { nameOf, parentOf } from './processes.js'

/** What is read of each process, once. */
interface Processes {
  linksOf(pid: number): ReadonlySet<string>
  parentOf(pid: number): number | null
  nameOf(pid: number): string | null
}

/**
 * The process behind each of some sockets, by inode: of several that share it, as forked workers do, the one that the
 * others descend from. A socket is missing where its process is not for this user to see, or in another namespace.
 */
export function holdersIn(proc: string, inodes: readonly string[]): ReadonlyMap<string, number> {
  const processes = processesOf(proc)
  const wanted = new Map(inodes.map((inode) => [`socket:[${inode}]`, inode]))
  const holders = new Map<string, number>()
  for (const pid of pidsIn(proc)) {
    if (wanted.size === 0) break
    for (const link of processes.linksOf(pid)) {
      const inode = wanted.get(link)
      if (inode === undefined) continue
      wanted.delete(link)
      holders.set(inode, eldestHolder(link, pid, processes))
    }
  }
  return holders
}

/** Every process, youngest first, since what a developer has started is. */
function pidsIn(proc: string): number[] {
  return namesIn(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((one, other) => other - one)
}

/**
 * The eldest among a holder's forebears that holds the socket too. systemd does not count: it keeps the sockets of the
 * services that it starts on demand.
 */
function eldestHolder(link: string, pid: number, { linksOf, parentOf, nameOf }: Processes): number {
  let eldest = pid
  const seen = new Set([pid])
  for (let parent = parentOf(pid); parent !== null && !seen.has(parent); parent = parentOf(parent)) {
    if (linksOf(parent).has(link) && nameOf(parent) !== 'systemd') eldest = parent
    seen.add(parent)
  }
  return eldest
}

function processesOf(proc: string): Processes {
  return {
    linksOf: remembered((pid) => linksIn(join(proc, `${pid}`, 'fd'))),
    parentOf: remembered((pid) => parentOf(proc, pid)),
    nameOf: remembered((pid) => nameOf(proc, pid)),
  }
}

function remembered<Value>(read: (pid: number) => Value): (pid: number) => Value {
  const known = new Map<number, Value>()
  return (pid) => {
    const value = known.has(pid) ? (known.get(pid) as Value) : read(pid)
    known.set(pid, value)
    return value
  }
}

/** What a process's descriptors stand for; nothing for one that has ended or is another user's. */
function linksIn(folder: string): ReadonlySet<string> {
  const links = new Set<string>()
  for (const name of namesIn(folder)) {
    try {
      links.add(readlinkSync(`${folder}/${name}`))
    } catch {
      // Closed meanwhile.
    }
  }
  return links
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
