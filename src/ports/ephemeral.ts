import type { Ephemeral } from './machine.js'
import { overlap, type PortRange } from './range.js'

/** Whether an outgoing connection may be given one of some ports, so that no service can bind it. */
export function mayBeGivenAway(ephemeral: Ephemeral, ports: PortRange): boolean {
  let at = Math.max(ephemeral.first, ports.first)
  const last = Math.min(ephemeral.last, ports.last)
  while (at <= last) {
    const here = { first: at, last: at }
    const kept = ephemeral.except.find((range) => overlap(range, here))
    if (kept === undefined) return true
    at = kept.last + 1
  }
  return false
}
