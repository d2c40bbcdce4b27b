import { readFileSync } from 'node:fs'

/** The text of a file of the kernel's; null where it is not there, not for this user, or its process has ended. */
export function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
