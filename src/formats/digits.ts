import type { Refusal } from '../model.js'

/** Why a text is no number of plain ASCII digits: its first other character, or a zero that it begins with. */
export function notDigits(text: string): Refusal {
  if (/^0[0-9]+$/.test(text)) return { at: 0, hint: 'leave out the leading zero' }
  return { at: Math.max(text.search(/[^0-9]/), 0) }
}
