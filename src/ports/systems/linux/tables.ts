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

/** The kernel's tables of sockets and processes. */
export class Tables {
  readonly #places: LinuxPlaces
  /** Those of the last time: whoever asks again and again, does so of the same ports. */
  #holders: ReadonlyMap<string, Holder> = new Map()
  /** When the machine started, once it is known. The kernel counts its interrupts to tell, of each processor. */
  #bootTime: number | null = null

  constructor(places: LinuxPlaces) {
    this.#places = places
  }

  sockets(ports?: ReadonlySet<number>): Promise<readonly Socket[]> {
    return socketsIn(this.#places.proc, ports)
  }

  async listeners(ports?: ReadonlySet<number>): Promise<readonly Listener[]> {
    const { proc, passwd } = this.#places
    const sockets = await socketsIn(proc, ports)
    if (sockets.length === 0) return []
    const users = usersIn(textOf(passwd) ?? '')
    const inodes = sockets.map(({ inode }) => inode)
    const processes = new Processes(proc, inodes)
    const holders = holdersOf(inodes, processes, this.#holders)
    this.#holders = holders
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
