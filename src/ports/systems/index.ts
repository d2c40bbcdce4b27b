import type { World } from '../../world.js'
import type { Machine } from '../machine.js'

type Asking = Pick<World, 'ask'>

/** The systems that can be asked, by platform. Each is loaded when it is. */
const systems: Readonly<Record<string, (world: Asking) => Promise<Machine>>> = {
  linux: async () => (await import('./linux/index.js')).linux(),
  darwin: async (world) => (await import('./darwin/index.js')).darwin(world),
  win32: async (world) => (await import('./windows/index.js')).windows(world),
}

/** A system that nothing is known of. */
const unknown: Machine = {
  sockets: async () => [],
  listeners: async () => [],
  ephemeral: async () => null,
  reserved: async () => [],
  unprivileged: async () => 1,
}

/** The machine that a world stands on. */
export function machineOf(world: Pick<World, 'platform' | 'ask'>): Machine {
  const load = Object.hasOwn(systems, world.platform) ? systems[world.platform] : undefined
  if (load === undefined) return unknown
  let loading: Promise<Machine> | null = null
  const machine = () => {
    loading ??= load(world)
    return loading
  }
  return {
    sockets: async (ports) => (await machine()).sockets(ports),
    listeners: async (ports) => (await machine()).listeners(ports),
    ephemeral: async () => (await machine()).ephemeral(),
    reserved: async () => (await machine()).reserved(),
    unprivileged: async () => (await machine()).unprivileged(),
  }
}
