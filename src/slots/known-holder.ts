import { checkoutOf } from '../checkout/index.js'
import { stackNameOf } from '../checkout/name.js'
import { ConfigError } from '../errors.js'
import type { Resolution } from '../model.js'
import { slotSetting } from '../stack/slot.js'
import type { Place } from '../world.js'
import { readLedger } from './ledger.js'
import type { Holding, Ledger } from './model.js'

/**
 * Tells what a checkout of a configuration's stack holds, by its root; null where it holds nothing, or no ledger tells.
 * The ledger is read when it is first asked.
 */
export function knownHolder({ stack, root }: Resolution, place: Place): (checkout: string) => Holding | null {
  let ledger: Ledger | null = null
  return (checkout) => {
    ledger ??= slotSetting(stack) === null ? [] : known(root, place)
    return ledger.find((holding) => holding.checkout === checkout) ?? null
  }
}

function known(root: string, place: Place): Ledger {
  try {
    return readLedger(place, stackNameOf(checkoutOf(root)))
  } catch (error) {
    if (error instanceof ConfigError) return []
    throw error
  }
}
