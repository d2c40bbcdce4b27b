import type { Place } from '../place.js'
import { likely, type Opinion, type Sign } from '../sign.js'
import { isNameOf, roleOf, speaksOfPorts } from '../words.js'

/** Nothing tells what the number is, but what is spoken of is the service that has it. */
export const services: Sign = {
  name: 'services',
  read(place) {
    if (place.kind === 'style' || place.kind === 'data') return null
    const [bond] = place.bonds
    if (bond !== undefined && roleOf(bond.name) === 'other' && /^(?:[:=]|=>|->)/.test(bond.link)) {
      return isNameOf(bond.name, place.settings) ? likely('assigned to the name of the service') : mentioned(place)
    }
    return ofCell(place) ?? mentioned(place)
  },
}

/** A cell of a table, or the item behind a dash, beside the name of its service. */
function ofCell({ left, right, settings }: Place): Opinion | null {
  if (!/[|(→–—-][\s`*]*$/.test(left) && !/^[\s`*]*(?:[|)]|→|->|–|—)/.test(right)) return null
  return isNameOf(left + right, settings) ? likely('beside the name of its service') : null
}

function mentioned({ candidate: { text, before, after }, bonds }: Place): Opinion | null {
  if (bonds.some(({ name }) => roleOf(name) === 'quantity')) return null
  if (speaksOfPorts(text)) return { sure: 'low', why: 'a port is spoken of in this line' }
  return [before.at(-1) ?? '', after].some(speaksOfPorts) && bonds.length === 0
    ? { sure: 'low', why: 'a port is spoken of beside this line' }
    : null
}
