import { unlinkSync } from 'node:fs'

/** Removes a file, if it is there. (Where that is not permitted would tell of a folder that is none.) */
export function remove(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Removes a temporary file, or leaves it to the next run. */
export function tryRemove(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // It says whose it is.
  }
}
