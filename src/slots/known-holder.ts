import type { Resolution } from '../model.js'
import { slotSetting } from '../stack/slot.js'
import type { Place } from '../world.js'
import type { Holding, Ledger } from './model.js'

/**
 * Tells what a checkout of a configuration's stack holds, by its root; null where it holds nothing, or no ledger tells.
 * The ledger is read when it is first asked.
 */
export async function knownHolder(
  { stack, root }: Resolution,
  place: Place,
): Promise<(checkout: string) => Holding | null> {
  if (slotSetting(stack) === null) return () => null
  const { knownLedger } = await import('./known-ledger.js')
  let ledger: Ledger | null = null
  return (checkout) => {
    ledger ??= knownLedger(root, place)
    return ledger.find((holding) => holding.checkout === checkout) ?? null
  }
}
