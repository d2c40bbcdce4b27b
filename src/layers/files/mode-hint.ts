import { readdirSync } from 'node:fs'
import type { Problem } from '../../model.js'
import { nearest } from '../../names.js'

const MODE_FILE = /^\.env\.(?!local$|defaults$|example|sample|template)([A-Za-z0-9_-]+?)(?:\.local)?$/

/**
 * A mode without files of its own is fine, unless files of a mode stand there that is called much like it: `prod` beside
 * `.env.production`.
 */
export function modeHint(root: string, mode: string): Problem | null {
  const modes = new Set(namesIn(root).flatMap((name) => MODE_FILE.exec(name)?.[1] ?? []))
  const meant = [...modes].find((known) => begins(known, mode) || begins(mode, known)) ?? nearest(mode, modes)
  if (meant === null || modes.has(mode)) return null
  return {
    check: 'mode',
    severity: 'warning',
    setting: null,
    message: `mode ${mode} has no file .env.${mode}`,
    origin: null,
    help: `did you mean mode ${meant}?`,
  }
}

/** A folder that may be searched but not listed gives no hint. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function begins(word: string, beginning: string): boolean {
  return word.toLowerCase().startsWith(beginning.toLowerCase())
}
