import type { Listener, Socket } from '../../machine.js'
import { type Holder, holdersOf } from './holders.js'
import { bootTimeIn, Processes } from './processes.js'
import { socketsIn } from './sockets.js'
import { textOf } from './text-of.js'

/** Where the kernel and the system tell of themselves. */
export interface LinuxPlaces {
  readonly proc: string
  readonly passwd: string
}

/** How many are remembered before all are forgotten: whoever watches for days sees many a socket close. */
const MOST_HOLDERS = 10_000

/** The kernel's tables of sockets and processes. */
export class Tables {
  readonly #places: LinuxPlaces
  /** Those found so far: whoever asks again and again, does so of the same ports, or of some of them at a time. */
  readonly #holders = new Map<string, Holder>()
  /** How many pieces of the kernel's tables were read the last time. */
  readonly #pieces = new Map<string, number>()
  /** When the machine started, once it is known. The kernel counts its interrupts to tell, of each processor. */
  #bootTime: number | null = null

  constructor(places: LinuxPlaces) {
    this.#places = places
  }

  sockets(ports?: ReadonlySet<number>): Promise<readonly Socket[]> {
    return socketsIn(this.#places.proc, this.#pieces, ports)
  }

  async listeners(ports?: ReadonlySet<number>): Promise<readonly Listener[]> {
    const { proc, passwd } = this.#places
    const sockets = await socketsIn(proc, this.#pieces, ports)
    if (sockets.length === 0) return []
    const users = usersIn(textOf(passwd) ?? '')
    const inodes = sockets.map(({ inode }) => inode)
    const processes = new Processes(proc, inodes)
    const holders = holdersOf(inodes, processes, this.#holders)
    this.#remember(inodes, holders)
    const pids = new Set([...holders.values()].map(({ pid }) => pid))
    if (pids.size > 0) this.#bootTime ??= bootTimeIn(proc)
    const owners = new Map([...pids].map((pid) => [pid, processes.ownerOf(pid, users, this.#bootTime)]))
    const listeners = new Map<string, Listener>()
    for (const { protocol, address, port, uid, inode } of sockets) {
      const owner = owners.get(holders.get(inode)?.pid ?? -1) ?? null
      // Workers that share a port by SO_REUSEPORT have a socket each.
      const user = users.get(uid) ?? null
      listeners.set([protocol, address, port, uid, owner?.pid].join(' '), { protocol, address, port, uid, user, owner })
    }
    return [...listeners.values()]
  }

  #remember(inodes: readonly string[], holders: ReadonlyMap<string, Holder>): void {
    if (this.#holders.size > MOST_HOLDERS) this.#holders.clear()
    for (const inode of inodes) this.#holders.delete(inode)
    for (const [inode, holder] of holders) this.#holders.set(inode, holder)
  }
}

/** Names by number, of `/etc/passwd`: users that only a directory service knows have none. */
function usersIn(passwd: string): ReadonlyMap<number, string> {
  const users = new Map<number, string>()
  for (const line of passwd.split('\n')) {
    const [name, , uid] = line.split(':')
    if (name && uid && !users.has(Number(uid))) users.set(Number(uid), name)
  }
  return users
}
