import type { Problem } from '../model.js'
import { leaksSecret } from '../stack/frontend.js'
import type { Reading } from './reading.js'

/**
 * The secrets that Vite itself would show the page, under prefixes of its own: it reads the same files without the
 * schema, and cannot know them.
 * @param shown what Vite has read, by variable
 */
export function leaksIn(shown: Readonly<Record<string, unknown>>, { page, resolution }: Reading): Problem[] {
  const { resolved, undeclared } = resolution
  return Object.keys(shown).flatMap((name) => {
    // What the page is told by us has been looked at.
    if (page.values.has(name)) return []
    const one = resolved.get(name)
    if (one?.setting.variable === name) {
      return one.secret ? leaksSecret(name, one.setting, one.origin, one.secretBecause ?? 'is a secret') : []
    }
    const found = undeclared.resolve(name)
    if (found === null || 'problem' in found || found.secretBecause === null) return []
    return leaksSecret(name, null, found.origin, found.secretBecause)
  })
}
