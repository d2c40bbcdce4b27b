import { isIPv6 } from '../../ports/address.js'
import { changeOf } from '../../targets/compose/changes.js'
import { splice } from '../../targets/compose/splice.js'
import { cut, visible } from '../../text.js'
import type { Judged, PlacedEntry } from './judged.js'

const LONGEST = 200

/**
 * An entry as it should be, for a user to write: its ports as variables with the current defaults, and the address
 * `bind` in place of its own where one is given.
 */
export function corrected({ written, address, place }: PlacedEntry, judged: Judged, bind: string | null): string {
  // Who keeps an override does not want variables here.
  const claims = judged.keeper === 'overridden' ? [] : (judged.findings.claims.get(place) ?? [])
  const changes = claims.flatMap((claim) => {
    const change = changeOf(claim)
    return change === null || typeof change === 'string' ? [] : change
  })
  if (typeof written !== 'string') {
    const published = `\`published: "${shown(splice(place.text, changes))}"\``
    if (bind === null) return published
    return changes.length === 0 ? `\`host_ip: "${bind}"\`` : `\`host_ip: "${bind}"\` and ${published}`
  }
  const host = bind !== null && isIPv6(bind) ? `[${bind}]` : bind
  const head = { at: 0, length: address === '' ? 0 : address.length + 1, text: `${host}:` }
  return `"${shown(splice(place.text, host === null ? changes : [head, ...changes]))}"`
}

function shown(text: string): string {
  return cut(visible(text), LONGEST)
}
