import type { Protocol } from '../../ports/machine.js'
import { type PortRange, rangeText } from '../../ports/range.js'
import type { Guarded } from './rules.js'

/** How many ports one rule of iptables takes; a range counts as two. */
const MOST = 15

/** The protocols that have ports to match. */
export const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp']

/** The ports of a protocol, in order and each once: what overlaps or follows is one range. */
export function portsOf(guarded: readonly Guarded[], protocol: Protocol): readonly PortRange[] {
  const ranges = guarded.filter((one) => one.protocol === protocol).map(({ ports }) => ports)
  const merged: PortRange[] = []
  for (const range of ranges.sort((one, other) => one.first - other.first)) {
    const before = merged.at(-1)
    if (before === undefined || range.first > before.last + 1) merged.push(range)
    else merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, range.last) }
  }
  return merged
}

/** Ranges in as many lists as rules of iptables take. */
export function portLists(ranges: readonly PortRange[]): readonly (readonly PortRange[])[] {
  const lists: PortRange[][] = []
  let room = 0
  for (const range of ranges) {
    const size = range.first === range.last ? 1 : 2
    if (size > room) {
      lists.push([])
      room = MOST
    }
    lists.at(-1)?.push(range)
    room -= size
  }
  return lists
}

/** `8203`, or `8615:8624`, as iptables and ufw have it. */
export function colonText(range: PortRange): string {
  return rangeText(range).replace('-', ':')
}
