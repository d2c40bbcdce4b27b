import { lstatSync, realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { UsageError } from '../../errors.js'
import { shownWord } from '../../text.js'

/** Where to look; absolute, with `/`, and without a link on the way. */
export interface Paths {
  readonly root: string
  readonly absolute: readonly string[]
}

/**
 * The paths that words name from the working directory; the root without words.
 * @throws UsageError where one names nothing, or something that is not below the root
 */
export function pathsAt(words: readonly string[], cwd: string, root: string): Paths {
  const top = withSlashes(realpathSync(root))
  if (words.length === 0) return { root: top, absolute: [top] }
  return { root: top, absolute: words.map((word) => pathAt(word, cwd, top)) }
}

function pathAt(word: string, cwd: string, top: string): string {
  const path = realOf(resolve(cwd, word))
  if (word === '' || path === null) {
    throw new UsageError(`there is no file or folder ${shownWord(word)}`, 'name one below the root')
  }
  if (path !== top && !path.startsWith(`${top}/`)) {
    throw new UsageError(`${shownWord(word)} is not below the root`, 'audit it from a project of its own')
  }
  const stats = lstatSync(path)
  if (stats.isFile() || stats.isDirectory()) return path
  throw new UsageError(`${shownWord(word)} is neither a file nor a folder`, 'leave it out')
}

function realOf(path: string): string | null {
  try {
    return withSlashes(realpathSync(path))
  } catch {
    return null
  }
}

function withSlashes(path: string): string {
  return path.split(sep).join('/')
}
