import { statSync } from 'node:fs'
import type { Checkout } from '../checkout/index.js'
import { checkoutOf } from '../checkout/index.js'
import { stackNameOf } from '../checkout/name.js'
import { rootAt } from '../schema/root.js'
import type { Holding } from './model.js'

/**
 * Why a holding's checkout does not need it any more, as in a sentence after its path; null where it may, be it that its
 * folder cannot be looked at.
 * @param stack what the ledger is of
 * @param here a checkout of that stack
 */
export function goneBecause({ checkout }: Holding, stack: string, here: Checkout): string | null {
  try {
    if (!statSync(checkout).isDirectory()) return 'is no folder any more'
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'is gone' : null
  }
  if (rootAt(checkout) === null) return 'has no schema any more'
  const found = checkoutOf(checkout)
  if (found.main === here.main) return null
  const name = stackNameOf(found)
  return name === stack ? null : `is of another stack: ${name}`
}
