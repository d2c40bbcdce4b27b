import { join } from 'node:path'
import type { Ephemeral, Listener, Machine } from '../../machine.js'
import type { PortRange } from '../../range.js'
import { holdersIn } from './holders.js'
import { bootTimeIn, ownerOf } from './processes.js'
import { socketsIn } from './sockets.js'
import { textOf } from './text-of.js'

/** Where the kernel and the system tell of themselves. */
export interface LinuxPlaces {
  readonly proc: string
  readonly passwd: string
}

const PLACES: LinuxPlaces = { proc: '/proc', passwd: '/etc/passwd' }
/** What the kernel keeps for root where it cannot be told otherwise (before Linux 4.11). */
const UNPRIVILEGED = 1024

/** Linux, read from `/proc` without any tool. */
export function linux(places: LinuxPlaces = PLACES): Machine {
  const network = (name: string) => textOf(join(places.proc, 'sys/net/ipv4', name))
  return {
    listeners: async (ports) => listenersIn(places, ports),
    ephemeral: async () => ephemeralOf(network('ip_local_port_range'), network('ip_local_reserved_ports')),
    reserved: async () => [],
    unprivileged: async () => unprivilegedOf(network('ip_unprivileged_port_start')),
  }
}

function listenersIn({ proc, passwd }: LinuxPlaces, ports?: ReadonlySet<number>): readonly Listener[] {
  const sockets = socketsIn(proc, ports)
  if (sockets.length === 0) return []
  const users = usersOf(textOf(passwd) ?? '')
  const bootTime = bootTimeIn(proc)
  const inodes = sockets.map(({ inode }) => inode)
  const pids = holdersIn(proc, inodes)
  const owners = new Map([...new Set(pids.values())].map((pid) => [pid, ownerOf(proc, pid, users, bootTime)]))
  const listeners = new Map<string, Listener>()
  for (const { protocol, address, port, uid, inode } of sockets) {
    const owner = owners.get(pids.get(inode) ?? -1) ?? null
    // Workers that share a port by SO_REUSEPORT have a socket each.
    const user = users.get(uid) ?? null
    listeners.set([protocol, address, port, uid, owner?.pid].join(' '), { protocol, address, port, uid, user, owner })
  }
  return [...listeners.values()]
}

/** Names by number, of `/etc/passwd`: users that only a directory service knows have none. */
function usersOf(passwd: string): ReadonlyMap<number, string> {
  const users = new Map<number, string>()
  for (const line of passwd.split('\n')) {
    const [name, , uid] = line.split(':')
    if (name && uid && !users.has(Number(uid))) users.set(Number(uid), name)
  }
  return users
}

/** For the kernel 0 is none, as 1 is here. */
function unprivilegedOf(text: string | null): number {
  const first = text?.trim() ?? ''
  return /^\d+$/.test(first) ? Math.max(1, Number(first)) : UNPRIVILEGED
}

function ephemeralOf(range: string | null, reserved: string | null): Ephemeral | null {
  const [first, last] = (range ?? '').trim().split(/\s+/).map(Number)
  return first && last ? { first, last, except: rangesOf(reserved ?? '') } : null
}

/** `8080,9000-9100` */
function rangesOf(text: string): readonly PortRange[] {
  return [...text.matchAll(/(\d+)(?:-(\d+))?/g)].map(([, first, last]) => ({
    first: Number(first),
    last: Number(last ?? first),
  }))
}
