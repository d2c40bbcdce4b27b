import type { Processes } from './processes.js'

/** A process, and which of its files a socket is. */
export interface Holder {
  readonly pid: number
  /** `/proc/42/fd/7` */
  readonly file: string
}

/**
 * The process behind each of some sockets, by inode: of several that share it, as forked workers do, the one that the
 * others descend from. A socket is missing where its process is not for this user to see, or in another namespace.
 * @param before what was found before; whoever has a socket still needs not be looked for
 */
export function holdersOf(
  inodes: readonly string[],
  processes: Processes,
  before: ReadonlyMap<string, Holder>,
): ReadonlyMap<string, Holder> {
  const holders = new Map<string, Holder>()
  const wanted = new Set<string>()
  for (const inode of inodes) {
    const holder = before.get(inode)
    if (holder !== undefined && isLasting(inode, holder, processes)) holders.set(inode, holder)
    else wanted.add(inode)
  }
  if (wanted.size === 0) return holders
  for (const pid of inOrder(processes)) {
    for (const [inode, file] of processes.socketsOf(pid)) {
      if (!wanted.has(inode)) continue
      const holder = eldestHolder(inode, { pid, file }, processes)
      holders.set(inode, holder)
      // Another may hold it for whom systemd keeps it.
      if (!isSystemd(holder.pid, processes)) wanted.delete(inode)
    }
    if (wanted.size === 0) break
  }
  return holders
}

function isLasting(inode: string, { pid, file }: Holder, processes: Processes): boolean {
  return processes.socketAt(file) === inode && !isSystemd(pid, processes)
}

/**
 * Those with few files first, since each takes time and servers have fewer than browsers; of as many, the youngest, which
 * a developer has started. Before Linux 6.2 all count as equal.
 */
function inOrder(processes: Processes): readonly number[] {
  const counts = processes.pids().map((pid) => ({ pid, files: processes.fileCountOf(pid) }))
  return counts.sort((one, other) => one.files - other.files || other.pid - one.pid).map(({ pid }) => pid)
}

/**
 * The eldest among a holder's forebears that holds the socket too. systemd does not count: it keeps the sockets of the
 * services that it starts on demand.
 */
function eldestHolder(inode: string, holder: Holder, processes: Processes): Holder {
  let eldest = holder
  const seen = new Set([holder.pid])
  for (let pid = processes.parentOf(holder.pid); pid !== null && !seen.has(pid); pid = processes.parentOf(pid)) {
    const file = processes.socketsOf(pid).get(inode)
    if (file !== undefined && !isSystemd(pid, processes)) eldest = { pid, file }
    seen.add(pid)
  }
  return eldest
}

function isSystemd(pid: number, processes: Processes): boolean {
  return processes.nameOf(pid) === 'systemd'
}
