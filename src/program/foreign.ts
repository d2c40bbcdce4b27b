import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'

/**
 * Whether a file of a folder above the working directory is another user's, who may have put it there to be run, as into
 * /tmp: neither ours, nor the administrator's, nor that of the working directory's owner.
 */
export function isForeign(path: string, root: string, cwd: string): boolean {
  const owner = root === resolve(cwd) ? null : ownerOf(path)
  return owner !== null && ![0, ownerOf(cwd), ownId()].includes(owner)
}

function ownerOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? null
}

/** Our user's number; null where the system knows none, or no name for it. */
function ownId(): number | null {
  try {
    return userInfo().uid
  } catch {
    return null
  }
}
