import { structuredPatch } from 'diff'
import { visible } from '../../text.js'
import type { Change } from '../../writer/change.js'

/** Files as they are to be: new ones in full, others as what changes in them. */
export function draftLines(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => [...(change.before === null ? wholeLines(change) : changedLines(change)), ''])
}

function wholeLines({ path, text }: Change): string[] {
  return [`would write ${visible(path)}`, ...linesOf(text).map((line) => `  ${line}`)]
}

function changedLines({ path, text, before }: Change): string[] {
  const { hunks } = structuredPatch('', '', before ?? '', text, '', '', { context: 1, stripTrailingCr: true })
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => !line.startsWith('\\'))
  return [`would change ${visible(path)}`, ...lines.map((line) => `  ${line}`)]
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}
