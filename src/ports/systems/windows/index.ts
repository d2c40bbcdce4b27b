import type { World } from '../../../world.js'
import type { Ephemeral, Listener, Machine, Reserved } from '../../machine.js'
import { DYNAMIC, dynamicIn, EXCLUDED, type Excluded, excludedIn } from './netsh.js'
import { type OpenSocket, SOCKETS, socketsIn } from './netstat.js'
import { processesIn, processesOf } from './powershell.js'

const WHY = 'in a range that Windows keeps back, for Hyper-V or WSL perhaps, so that nobody can bind it'

/**
 * Windows, told by netstat, PowerShell and netsh. It does not tell a process's working directory, and its users have no
 * numbers.
 */
export function windows(world: Pick<World, 'ask'>): Machine {
  return {
    sockets: (ports) => openSockets(world, ports),
    listeners: (ports) => listenersOf(world, ports),
    ephemeral: () => ephemeralOf(world),
    reserved: () => reservedOf(world),
    unprivileged: async () => 1,
  }
}

async function openSockets(world: Pick<World, 'ask'>, ports?: ReadonlySet<number>): Promise<readonly OpenSocket[]> {
  return socketsIn((await world.ask('netstat', SOCKETS)) ?? '').filter(({ port }) => ports?.has(port) !== false)
}

async function listenersOf(world: Pick<World, 'ask'>, ports?: ReadonlySet<number>): Promise<readonly Listener[]> {
  const open = await openSockets(world, ports)
  if (open.length === 0) return []
  const pids = [...new Set(open.map(({ pid }) => pid))].sort((one, other) => one - other)
  const rows = processesIn((await world.ask('powershell', processesOf(pids))) ?? '')
  return open.map(({ protocol, address, port, pid }) => {
    const { argv = null, user = null, since = null } = rows.get(pid) ?? {}
    return { protocol, address, port, uid: null, user, owner: { pid, argv, cwd: null, uid: null, user, since } }
  })
}

async function ephemeralOf(world: Pick<World, 'ask'>): Promise<Ephemeral | null> {
  const [dynamic, excluded] = await Promise.all([world.ask('netsh', DYNAMIC), excludedOf(world)])
  const range = dynamicIn(dynamic ?? '')
  if (range === null) return null
  return {
    ...range,
    except: excluded.filter(({ administered }) => administered).map(({ first, last }) => ({ first, last })),
  }
}

/** What an administrator keeps back is kept for whoever asks for it by number, as a service does. */
async function reservedOf(world: Pick<World, 'ask'>): Promise<readonly Reserved[]> {
  const excluded = await excludedOf(world)
  return excluded.filter(({ administered }) => !administered).map(({ first, last }) => ({ first, last, why: WHY }))
}

async function excludedOf(world: Pick<World, 'ask'>): Promise<readonly Excluded[]> {
  return excludedIn((await world.ask('netsh', EXCLUDED)) ?? '')
}
