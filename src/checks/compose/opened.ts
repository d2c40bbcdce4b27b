import { settingOf } from '../../lookup.js'
import type { Setting, Stack } from '../../model.js'
import { addressesOf } from '../../ports/address.js'
import type { Entry, Place } from '../../targets/compose/places.js'
import { type Judged, ownerAt } from './judged.js'
import { resultOf, type Values } from './values.js'

/** A setting that the schema keeps from other machines, and the address that it is to be published on. */
export interface Opened {
  readonly setting: Setting
  readonly bind: string
}

/** What an entry opens to other machines although the schema keeps it closed; null where it does not. */
export function openedBy(
  { address, place }: Entry & { readonly place: Place },
  judged: Judged,
  stack: Stack,
  values: Values,
): Opened | null {
  const owner = ownerAt(place, judged)
  const setting = owner === null ? null : settingOf(owner.name, stack)
  const bind = setting === null ? null : closedAddress(setting)
  return setting !== null && bind !== null && isOpen(address, values) ? { setting, bind } : null
}

/** The one address that the schema binds a port to, as Compose takes it; null where it is open to other machines. */
function closedAddress({ port }: Setting): string | null {
  if (port === null || port.outside) return null
  const [address = ''] = addressesOf(port.bind)
  return isEvery(address) || !/^[0-9a-f.:]+$/.test(address) ? null : address
}

function isOpen(address: string, values: Values): boolean {
  const text = address === '' ? '*' : resultOf(address, values)
  return text !== null && addressesOf(text).some(isEvery)
}

/** Whether an address is every address of its family. */
function isEvery(address: string): boolean {
  return addressesOf('*').includes(address)
}
