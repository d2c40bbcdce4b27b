import { readdirSync } from 'node:fs'
import { isLayer, isLocalFile, modeOfFile } from '../env-file/names.js'

/** The modes that have a file of their own in the root that is committed. A folder that may not be listed shows none. */
export function committedModes(root: string): string[] {
  return namesIn(root).flatMap((name) => (isLayer(name) && !isLocalFile(name) ? (modeOfFile(name) ?? []) : []))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
