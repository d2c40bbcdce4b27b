import { structuredPatch } from 'diff'
import { withoutFirstLine } from '../targets/first-line.js'
import { cut, visible } from '../text.js'
import type { PlannedFile } from './plan.js'

const MOST_LINES = 8
const WIDEST = 100

/**
 * How a file differs from what it should be: `-` for what is there and `+` for what should be, the first few lines; none
 * where there is nothing to show.
 */
export function differenceOf({ before, text, state, isHidden }: PlannedFile): string[] {
  if (before === null || isHidden || state === 'current' || state === 'foreign') return []
  const [there, wanted] = [withoutFirstLine(before), withoutFirstLine(text)]
  const { hunks } = structuredPatch('', '', there, wanted, '', '', { context: 0, stripTrailingCr: true })
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => !line.startsWith('\\'))
  const shown = lines.slice(0, MOST_LINES).map((line) => cut(visible(line), WIDEST))
  const rest = lines.length - shown.length
  return rest === 0 ? shown : [...shown, `... and ${rest} more`]
}
