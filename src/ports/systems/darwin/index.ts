import type { World } from '../../../world.js'
import type { Ephemeral, Listener, Machine, Reserved, Socket } from '../../machine.js'
import { foldersIn, foldersOf, type OpenSocket, SOCKETS, socketsIn } from './lsof.js'
import { socketsIn as bareSocketsIn, socketsOf } from './netstat.js'
import { processesIn, processesOf } from './ps.js'

/** Since macOS 12; it answers HTTP with 403. */
const AIRPLAY = 'taken by the AirPlay Receiver of macOS (ControlCenter), unless System Settings turn it off'
const RESERVED: readonly Reserved[] = [5000, 7000].map((port) => ({ first: port, last: port, why: AIRPLAY }))
/** Since macOS 10.14 any user may bind the ports below on all addresses at once, and still not on loopback alone. */
const UNPRIVILEGED = 1024

/**
 * macOS, told by its own tools: netstat knows the sockets of every user, lsof and ps the processes of this one, or of
 * all where root asks.
 */
export function darwin(world: Pick<World, 'ask'>): Machine {
  return {
    sockets: (ports) => bareSockets(world, ports),
    listeners: (ports) => listenersOf(world, ports),
    ephemeral: () => ephemeralOf(world),
    reserved: async () => RESERVED,
    unprivileged: async () => UNPRIVILEGED,
  }
}

async function listenersOf(world: Pick<World, 'ask'>, ports?: ReadonlySet<number>): Promise<readonly Listener[]> {
  const [open, others] = await Promise.all([world.ask('lsof', SOCKETS), bareSockets(world, ports)])
  const wanted = socketsIn(open ?? '').filter(({ port }) => ports?.has(port) !== false)
  const owned = await withOwners(world, eldestOf(wanted))
  const known = new Set(owned.map(endpointOf))
  const bare = new Map(others.map((socket) => [endpointOf(socket), { ...socket, uid: null, user: null, owner: null }]))
  return [...owned, ...[...bare].filter(([endpoint]) => !known.has(endpoint)).map(([, listener]) => listener)]
}

/** The sockets of every user. */
async function bareSockets(world: Pick<World, 'ask'>, ports?: ReadonlySet<number>): Promise<readonly Socket[]> {
  const outputs = await Promise.all(
    (['tcp', 'udp'] as const).map((protocol) => world.ask('netstat', socketsOf(protocol))),
  )
  return outputs.flatMap((output) => bareSocketsIn(output ?? '')).filter(({ port }) => ports?.has(port) !== false)
}

function endpointOf({ protocol, address, port }: Socket): string {
  return [protocol, address, port].join(' ')
}

async function withOwners(world: Pick<World, 'ask'>, sockets: readonly OpenSocket[]): Promise<readonly Listener[]> {
  if (sockets.length === 0) return []
  const pids = [...new Set(sockets.map(({ pid }) => pid))].sort((one, other) => one - other)
  const [rows, folders] = await Promise.all([
    world.ask('ps', processesOf(pids)).then((output) => processesIn(output ?? '')),
    world.ask('lsof', foldersOf(pids)).then((output) => foldersIn(output ?? '')),
  ])
  return sockets.map(({ protocol, address, port, pid, uid, user }) => {
    const { argv = null, since = null } = rows.get(pid) ?? {}
    return { protocol, address, port, uid, user, owner: { pid, argv, cwd: folders.get(pid) ?? null, uid, user, since } }
  })
}

/** Each socket once, with the process that the others which share it descend from. */
function eldestOf(open: readonly OpenSocket[]): readonly OpenSocket[] {
  const keyOf = (socket: OpenSocket) => `${endpointOf(socket)} ${socket.device}`
  const holders = new Set(open.map((socket) => `${socket.pid} ${keyOf(socket)}`))
  const eldest = new Map<string, OpenSocket>()
  for (const socket of open) {
    const key = keyOf(socket)
    if (!eldest.has(key) && !holders.has(`${socket.parent} ${key}`)) eldest.set(key, socket)
  }
  return [...eldest.values()]
}

async function ephemeralOf(world: Pick<World, 'ask'>): Promise<Ephemeral | null> {
  const output = await world.ask('sysctl', ['-n', 'net.inet.ip.portrange.first', 'net.inet.ip.portrange.last'])
  const [first, last] = (output ?? '').trim().split(/\s+/).map(Number)
  return first && last ? { first, last, except: [] } : null
}
