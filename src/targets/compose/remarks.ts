import { cut, visible } from '../../text.js'
import type { Left } from './claims.js'
import type { ComposeFile } from './file.js'

const LONGEST = 80

/** What a user should know of the ports that are left alone, each a line; those of no setting share one. */
export function remarks(file: ComposeFile, left: readonly Left[]): string[] {
  const strays: string[] = []
  const lines: string[] = []
  for (const { place, written, why } of [...left].sort((one, other) => one.place.at - other.place.at)) {
    const where = file.where(place.at + (place.fixedBecause === null ? written.at : 0))
    if (why === null) strays.push(`${written.text} (${where})`)
    else lines.push(`${where}: ${cut(visible(written.text), LONGEST)} is left alone: ${why}`)
  }
  return strays.length === 0 ? lines : [...lines, `published, but of no setting: ${strays.join(', ')}`]
}
