import type { Role } from '../model.js'
import { type Binding, bindingOf, collide, protocolOf } from './binding.js'
import { obstaclesTo } from './claim.js'
import type { Socket } from './machine.js'
import { objectionsTo, type Regime } from './policy.js'
import { type PortRange, rangeFrom } from './range.js'

const HIGHEST = 65_535

/** What ports are needed for. */
export interface Need {
  /** Who calls them; they must do for each. */
  readonly roles: readonly Role[]
  /** The declared bind host; absent for loopback. */
  readonly bind?: string | undefined
  /** How many in a row. */
  readonly count: number
}

/** What is known before any port is tried. */
export interface Known {
  readonly regime: Regime
  readonly listeners: readonly Socket[]
  /** What other services bind. */
  readonly taken: readonly Binding[]
}

/**
 * The ports at or above one that a service could bind at this moment, and that nothing speaks against; where there are
 * none, those nearest below. Null where there are none at all.
 */
export async function nearestFree(need: Need, from: number, known: Known): Promise<PortRange | null> {
  const { count } = need
  const top = await endOfRun(upFrom(from, HIGHEST), need, known)
  if (top !== null) return rangeFrom(top - count + 1, count)
  const bottom = await endOfRun(downFrom(Math.min(from + count - 2, HIGHEST)), need, known)
  return bottom === null ? null : rangeFrom(bottom, count)
}

/** Whether the ports from one on would do. */
export async function areFree(need: Need, first: number, known: Known): Promise<boolean> {
  const { last } = rangeFrom(first, need.count)
  return last <= HIGHEST && (await endOfRun(upFrom(first, last), need, known)) !== null
}

/** Whether the bind host is an address of this machine. */
export async function canBind({ roles, bind }: Need): Promise<boolean> {
  for (const role of roles) {
    // The system gives any port for 0, so that the address alone decides.
    if ((await obstaclesTo({ protocol: protocolOf(role), bind, port: 0 }, [])).length > 0) return false
  }
  return true
}

/**
 * The port that completes so many in a row; null where none does. Ports are tried only once there are enough of them
 * that nothing speaks against, since for that moment nobody else can have them.
 */
async function endOfRun(ports: Iterable<number>, need: Need, known: Known): Promise<number | null> {
  let run: number[] = []
  for (const port of ports) {
    if (isAllowed(port, need, known)) run.push(port)
    else run = []
    if (run.length < need.count) continue
    const held = await lastHeld(run, need, known)
    if (held === null) return port
    run = run.slice(run.indexOf(held) + 1)
  }
  return null
}

function isAllowed(port: number, { roles, bind }: Need, { regime, taken }: Known): boolean {
  return roles.every((role) => {
    const binding = bindingOf({ role, bind, count: 1 }, port)
    return objectionsTo(binding.ports, role, regime).length === 0 && !taken.some((other) => collide(binding, other))
  })
}

async function lastHeld(ports: readonly number[], { roles, bind }: Need, { listeners }: Known): Promise<number | null> {
  for (const port of [...ports].reverse()) {
    for (const role of roles) {
      if ((await obstaclesTo({ protocol: protocolOf(role), bind, port }, listeners)).length > 0) return port
    }
  }
  return null
}

function* upFrom(first: number, last: number): Generator<number> {
  for (let port = Math.max(first, 1); port <= last; port++) yield port
}

function* downFrom(last: number): Generator<number> {
  for (let port = last; port >= 1; port--) yield port
}
