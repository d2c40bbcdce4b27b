import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { OwnProcess } from '../world.js'

/**
 * Whether a file of a folder above the working directory is another user's, who may have put it there to be run, as into
 * /tmp: neither ours, nor the administrator's, nor that of the working directory's owner.
 */
export function isForeign(path: string, root: string, cwd: string, { user }: Pick<OwnProcess, 'user'>): boolean {
  const owner = root === resolve(cwd) || user === null ? null : ownerOf(path)
  return owner !== null && ![0, ownerOf(cwd), user].includes(owner)
}

function ownerOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? null
}
