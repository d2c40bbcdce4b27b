import type { Problem, Setting, Stack } from '../../model.js'
import { addressesOf } from '../../ports/address.js'
import { warningOf } from '../../problem.js'
import { settingOf } from '../../stack/lookup.js'
import { corrected } from './corrected.js'
import { type Judged, originAt, ownerAt, type PlacedEntry, placeText } from './judged.js'
import { resultOf, type Values } from './values.js'

/** A setting that the schema keeps from other machines, and the address that it is to be published on. */
export interface Opened {
  readonly setting: Setting
  readonly bind: string
}

/** What an entry opens to other machines although the schema keeps it closed; null where it does not. */
export function openedBy({ address, place }: PlacedEntry, judged: Judged, stack: Stack, values: Values): Opened | null {
  const owner = ownerAt(place, judged)
  const setting = owner === null ? null : settingOf(owner.name, stack)
  const bind = setting === null ? null : closedAddress(setting)
  return setting !== null && bind !== null && isOpen(address, values) ? { setting, bind } : null
}

/** A port that is open to other machines, although the schema keeps it closed. */
export function openProblem(entry: PlacedEntry, judged: Judged, opened: Opened): Problem {
  const message = `${placeText(entry.place)} ${openness(opened)}`
  return warningOf('compose', message, openHelp(entry, judged, opened), {
    setting: opened.setting.name,
    origin: originAt(judged, entry.place),
  })
}

/** The same as behind the entry in a message. */
export function openness({ setting: { name, port } }: Opened): string {
  return `is open to other machines, but ${name} is bound to ${port?.bind ?? 'loopback'}`
}

/** How to close it. */
export function openHelp(entry: PlacedEntry, judged: Judged, { bind }: Opened): string {
  return `write ${corrected(entry, judged, bind)}, or \`outside: true\` in the schema if others are to reach it`
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
