import type { Setting } from '../model.js'
import type { Place } from '../world.js'
import { heldBy, readLedger } from './ledger.js'
import { changesFor } from './local-files.js'
import type { Copy, Holding, UsedPorts } from './model.js'
import { usedPorts } from './used-ports.js'

/** What a checkout holds where there is nothing to do; null where there is. Nothing is locked, tried or written. */
export function settledHolding({ project, checkout, stack }: Copy, setting: Setting, place: Place): Holding | null {
  const [own, ...others] = heldBy(checkout.path, readLedger(place, stack))
  if (own === undefined || others.length > 0 || !isOf(setting, own.slot) || own.branch !== checkout.branch) return null
  if (!isSame(own.ports, usedPorts(project, place, own.slot))) return null
  return changesFor(project, place, setting, own.slot).length === 0 ? own : null
}

/** Whether a record of ports says what another does, in whatever order. */
export function isSame(one: readonly UsedPorts[], other: readonly UsedPorts[]): boolean {
  const keys = (ports: readonly UsedPorts[]) => ports.map((port) => JSON.stringify(Object.entries(port).sort())).sort()
  return keys(one).join() === keys(other).join()
}

/** Whether a schema has a slot, which that of another branch may not. */
export function isOf(setting: Setting, slot: number): boolean {
  return !('at' in setting.format.judge(`${slot}`))
}
