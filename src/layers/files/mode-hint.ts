import { modesWithFiles } from '../../env-file/modes.js'
import type { Problem } from '../../model.js'
import { nearest } from '../../suggestion.js'

/**
 * A mode without files of its own is fine, unless files of a mode stand there that is called much like it: `prod` beside
 * `.env.production`.
 */
export function modeHint(root: string, mode: string): Problem | null {
  const modes = modesWithFiles(root)
  const others = modes.filter((known) => !isVariant(known, mode) && !isVariant(mode, known))
  const meant = others.find((known) => isCutShort(mode, known) || isCutShort(known, mode)) ?? nearest(mode, others)
  if (meant === null || modes.includes(mode)) return null
  return {
    check: 'mode',
    severity: 'warning',
    setting: null,
    message: `mode ${mode} has no file .env.${mode}`,
    origin: null,
    help: `did you mean mode ${meant}?`,
  }
}

/** `prod` for `production`; a letter or two say nothing. */
function isCutShort(short: string, long: string): boolean {
  return short.length >= 3 && long.toLowerCase().startsWith(short.toLowerCase())
}

/** `test-e2e` beside `test`: a mode of its own. */
function isVariant(long: string, short: string): boolean {
  return long.startsWith(`${short}-`) || long.startsWith(`${short}_`)
}
