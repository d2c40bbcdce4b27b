import { checkoutOf } from '../checkout/index.js'
import { stackNameOf } from '../checkout/name.js'
import { addressesOf } from '../ports/address.js'
import type { Binding } from '../ports/binding.js'
import type { Place } from '../world.js'
import { readLedger } from './ledger.js'

/**
 * What the other checkouts of a stack may bind by what the ledger says, whatever the address.
 * @param root of this checkout's project
 * @throws ConfigError where the ledger cannot be read, or it is not known where it is
 */
export function bindingsOfOthers(root: string, place: Place): Binding[] {
  const checkout = checkoutOf(root)
  const others = readLedger(place, stackNameOf(checkout)).filter((holding) => holding.checkout !== checkout.path)
  return others.flatMap(({ ports }) =>
    ports.map(({ protocol, first, last }) => ({ ports: { first, last }, protocol, addresses: addressesOf('*') })),
  )
}
