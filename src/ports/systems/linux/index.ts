import { join } from 'node:path'
import type { Ephemeral, Machine } from '../../machine.js'
import type { PortRange } from '../../range.js'
import type { LinuxPlaces, Tables } from './tables.js'
import { textOf } from './text-of.js'

const PLACES: LinuxPlaces = { proc: '/proc', passwd: '/etc/passwd' }
/** What the kernel keeps for root where it cannot be told otherwise (before Linux 4.11). */
const UNPRIVILEGED = 1024

/** Linux, read from `/proc` without any tool. */
export function linux(places: LinuxPlaces = PLACES): Machine {
  const network = (name: string) => textOf(join(places.proc, 'sys/net/ipv4', name))
  // Most commands ask what ports are for alone.
  let loading: Promise<Tables> | null = null
  const tables = () => {
    loading ??= import('./tables.js').then(({ Tables }) => new Tables(places))
    return loading
  }
  return {
    sockets: async (ports) => (await tables()).sockets(ports),
    listeners: async (ports) => (await tables()).listeners(ports),
    ephemeral: async () => ephemeralOf(network('ip_local_port_range'), network('ip_local_reserved_ports')),
    reserved: async () => [],
    unprivileged: async () => unprivilegedOf(network('ip_unprivileged_port_start')),
  }
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
