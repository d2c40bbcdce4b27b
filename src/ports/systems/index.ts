import type { World } from '../../world.js'
import type { Machine } from '../machine.js'
import { darwin } from './darwin/index.js'
import { linux } from './linux/index.js'
import { windows } from './windows/index.js'

/** The systems that can be asked, by platform. */
const systems: Readonly<Record<string, (world: Pick<World, 'ask'>) => Machine>> = {
  linux: () => linux(),
  darwin,
  win32: windows,
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
  const system = Object.hasOwn(systems, world.platform) ? systems[world.platform] : undefined
  return system?.(world) ?? unknown
}
