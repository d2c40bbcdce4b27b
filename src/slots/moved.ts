import { resolveProject } from '../load.js'
import type { Setting } from '../model.js'
import { machineOf } from '../ports/systems/index.js'
import { isLocal } from '../resolve/shift.js'
import { isThere } from '../there.js'
import type { World } from '../world.js'
import { listeningOn } from './listening.js'
import type { Copy, Holding, Ledger } from './model.js'

/** A ledger once a checkout has taken over what it held where it lay before. */
export interface Followed {
  readonly ledger: Ledger
  /** As it was recorded; null where it held nothing elsewhere. */
  readonly moved: Holding | null
}

/**
 * Lets a checkout that was moved or renamed have what it held: the folder that the ledger has is gone, this checkout's
 * own local files say the slot (those of a main checkout say none for slot 0), and no stranger listens on its ports.
 */
export async function followed(copy: Copy, setting: Setting, ledger: Ledger, world: World): Promise<Followed> {
  const { project, checkout } = copy
  const slot = ownSlot(copy, setting, world)
  const moved = ledger.find((holding) => holding.slot === slot) ?? null
  if (moved === null || isThere(moved.checkout)) return { ledger, moved: null }
  const here = { ...moved, checkout: checkout.path, branch: checkout.branch }
  const listening = (await listeningOn([here], project.stack, machineOf(world))).get(here) ?? []
  if (listening.some(({ belonging }) => belonging === 'stranger')) return { ledger, moved: null }
  return { ledger: ledger.map((holding) => (holding === moved ? here : holding)), moved }
}

/** Null where a checkout's own files say none that only it can mean. */
function ownSlot({ project, checkout }: Copy, { name }: Setting, world: World): number | null {
  const { text = null, origin = null } = resolveProject(project, { ...world, env: {} }, {}).resolved.get(name) ?? {}
  if (text === null || origin === null) return null
  if (text === '0') return checkout.main === checkout.path ? 0 : null
  return isLocal(origin) ? Number(text) : null
}
