import { readdirSync } from 'node:fs'
import { isLayer, modeOfFile } from './names.js'

/**
 * The modes that have a file of their own in a folder, by name, each once. A folder that may not be listed shows none.
 * @param isCounted whether a file counts
 */
export function modesWithFiles(folder: string, isCounted: (path: string) => boolean = () => true): string[] {
  const modes = namesIn(folder).flatMap((name) => (isLayer(name) && isCounted(name) ? (modeOfFile(name) ?? []) : []))
  return [...new Set(modes)].sort()
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
