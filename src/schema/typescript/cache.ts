import { lstatSync } from 'node:fs'
import { join } from 'node:path'

const CACHE = 'node_modules/.cache/portolan'

/** The folder to keep things in, which need not be there yet; null where there is no place for it. Not through a link, which may lead out of the root. */
export function cacheIn(root: string): string | null {
  const [packages, ...below] = ['node_modules', 'node_modules/.cache', CACHE].map((path) => join(root, path))
  const isSound = isOwnFolder(packages ?? root) === true && below.every((path) => isOwnFolder(path) !== false)
  return isSound ? join(root, CACHE) : null
}

/** Null where nothing can be seen. */
function isOwnFolder(path: string): boolean | null {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return null
  }
}
