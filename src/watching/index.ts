import { FolderWatchers } from './folders.js'
import { surveyOf } from './survey.js'
import type { Watched } from './watched.js'

/** In milliseconds. A file may be written in two steps, or taken away and made again; some 20 ms lie between them at most. */
export const SETTLE = 50
/** In milliseconds. Edits that never pause are told of as often. */
const LONGEST = 1000
/** In milliseconds. Not everything tells of changes: network mounts, a system whose watches are used up. */
const POLL = 1000
/** In milliseconds. What is bad and is edited again as soon was half an edit, and is not told of. */
export const HALF_AN_EDIT = 200
/** A folder that is replaced again and again is not followed for ever. */
const MOST_ROUNDS = 10

export interface Watching {
  /** What to watch; asked again after each change. */
  readonly watched: () => Watched
  /** Called once changes have come to a rest, or a second after the first: something may be another than it was. */
  readonly onChange: () => void
  /** Told once, where the system does not watch folders: changes are then found by looking every second. */
  readonly onTrouble: (error: NodeJS.ErrnoException) => void
}

/**
 * Follows files in whatever way they are changed: rewritten, replaced, reached through other links, with their folders
 * taken away and made again. The system watches their folders; beside that, they are looked at every second.
 * @returns ends it; nothing is called after that
 */
export function watchFiles({ watched, onChange, onTrouble }: Watching): () => void {
  let stamp = ''
  let isTroubled = false
  /** When the changes that are not told of began, and the last of them, as `performance.now()` has it. */
  let since = 0
  let last = 0
  let timer: NodeJS.Timeout | null = null

  /** Whether something is another than at the last look. */
  const look = () => {
    const before = stamp
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const survey = surveyOf(watched())
      stamp = survey.stamp
      if (!folders.arm(survey.places)) break
    }
    return stamp !== before
  }
  const notice = () => {
    last = performance.now()
    if (timer !== null) return
    since = last
    timer = setTimeout(settle, SETTLE)
  }
  const settle = () => {
    const left = Math.min(last + SETTLE, since + LONGEST) - performance.now()
    timer = left > 0 ? setTimeout(settle, left) : null
    if (timer !== null) return
    look()
    onChange()
  }
  const folders = new FolderWatchers(notice, (error) => {
    if (!isTroubled) onTrouble(error)
    isTroubled = true
  })
  look()
  const poll = setInterval(() => look() && notice(), POLL)
  return () => {
    clearInterval(poll)
    clearTimeout(timer ?? undefined)
    folders.close()
  }
}
