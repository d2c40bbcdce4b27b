import type { World } from '../../world.js'
import type { Machine } from '../machine.js'

/** The machine that a world stands on. */
export function machineOf(_world: World): Machine {
  return {
    listeners: async () => [],
    ephemeral: async () => null,
    reserved: async () => [],
    unprivileged: async () => 1,
  }
}
