import { checkoutOf } from '../checkout/index.js'
import { stackNameOf } from '../checkout/name.js'
import { ConfigError } from '../errors.js'
import type { Place } from '../world.js'
import { readLedger } from './ledger.js'
import type { Ledger } from './model.js'

/**
 * The ledger of a project's stack; empty where it cannot be read.
 * @param root of the project
 */
export function knownLedger(root: string, place: Place): Ledger {
  try {
    return readLedger(place, stackNameOf(checkoutOf(root)))
  } catch (error) {
    if (error instanceof ConfigError) return []
    throw error
  }
}
