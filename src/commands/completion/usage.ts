/** The words that a usage asks for at one place: `NAME` and `GROUP` for `[NAME|GROUP ...]`. */
export interface Position {
  /** Kinds of words in capitals, and words as they are in lower case. */
  readonly alternatives: readonly string[]
  /** Whether more words of them may follow. */
  readonly repeats: boolean
}

/** The places of words that are no flags in what the help says of a verb, up to `--`: `NAME VALUE|--stdin`. */
export function positionsIn(usage: string): Position[] {
  const [before = ''] = usage.split(/ ?\[?-- /)
  const words = before.replaceAll(/\[--[^\]]*\]/g, '').replaceAll(' ...', '...')
  return words
    .replaceAll(/[[\]]/g, '')
    .split(' ')
    .filter((word) => word !== '' && word !== 'FLAGS')
    .map((word) => ({
      alternatives: word.replaceAll('...', '').split('|').filter(isNoFlag),
      repeats: word.includes('...'),
    }))
}

function isNoFlag(word: string): boolean {
  return !word.startsWith('--')
}
