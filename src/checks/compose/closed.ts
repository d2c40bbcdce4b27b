import type { Problem, Stack } from '../../model.js'
import { corrected } from './corrected.js'
import { entriesByPlace, isUnpublished, type Judged, originAt, placeText, warning } from './judged.js'
import { openedBy } from './opened.js'
import type { Values } from './values.js'

/** Ports that are open to other machines, although the schema keeps them closed. */
export function closed(judged: Judged, stack: Stack, values: Values): Problem[] {
  return entriesByPlace(judged).flatMap((entry) => {
    const { place } = entry
    const opened = isUnpublished(place, judged) ? null : openedBy(entry, judged, stack, values)
    if (opened === null) return []
    const { setting, bind } = opened
    const message = `${placeText(place)} is open to other machines, but ${setting.name} is bound to ${setting.port?.bind ?? 'loopback'}`
    const help = `write ${corrected(entry, judged, bind)}, or \`outside: true\` in the schema if others are to reach it`
    return warning(setting.name, message, originAt(judged, place), help)
  })
}
