import { cut, visible } from '../../text.js'
import type { Foreign } from './at-cursor.js'
import type { Offer } from './offer.js'

const WIDEST = 100

/**
 * What a script is told: a line of what it has to do itself (`command N`, `files`, `folders`, `words`), `open` behind it
 * where a candidate is only the beginning of a word; then a line for each candidate, with its summary behind a tab.
 */
export function linesFor(offer: Offer | Foreign): string {
  if ('command' in offer) return `command ${offer.command}\n`
  const first = `${offer.paths ?? 'words'}${offer.isOpen ? ' open' : ''}`
  const lines = offer.candidates.map(({ word, summary }) => `${word}\t${shortened(summary)}`)
  return [first, ...lines].map((line) => `${line}\n`).join('')
}

/** The first line of a text, as it may be shown. */
function shortened(text: string): string {
  const [line = ''] = text.trim().split(/[\r\n]/, 1)
  return cut(visible(line), WIDEST)
}
