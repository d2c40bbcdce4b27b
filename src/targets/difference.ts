import { structuredPatch } from 'diff'
import { cut, visible } from '../text.js'

const MOST_LINES = 8
const WIDEST = 100

/** The lines that differ, `-` for what is there and `+` for what should be; only the first few. */
export function difference(before: string, after: string): string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 0, stripTrailingCr: true })
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => !line.startsWith('\\'))
  const shown = lines.slice(0, MOST_LINES).map((line) => cut(visible(line), WIDEST))
  const rest = lines.length - shown.length
  return rest === 0 ? shown : [...shown, `... and ${rest} more`]
}
