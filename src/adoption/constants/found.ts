import { isSystemVariable } from '../../audit/variables/system.js'
import type { Role } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import { holdsPassword, soundsSecret } from '../../secret/signs.js'
import type { Mention, Variant } from '../mention.js'
import { prefixOf } from '../words.js'
import type { Declaration } from './declaration.js'
import { fits, isUrl, type Named, settingOf } from './setting.js'
import { kindOf, wordsOf } from './words.js'
import type { Worth } from './worth.js'

/** A setting that a text names, without what its comments say. */
export interface Found extends Pick<Mention, 'text' | 'weight' | 'role' | 'variant' | 'service'> {
  readonly named: Pick<Mention, 'name' | 'isNamed' | 'kind' | 'group'>
  /** Offsets of where it stands, and of where what is said of it ends. */
  readonly at: number
  readonly until: number
  readonly doc: string | null
  /** Whether only a function gives it back. Absent: no. */
  readonly isReturned?: boolean
}

/** The setting that a name is given a value for; null where it is none. */
export function declaredBy(declaration: Declaration, worth: Worth, path: string, role: Role | null): Found | null {
  const { at, until, doc, variable, isConditional, returned } = declaration
  const standing = settingOf({ ...declaration, path }, worth)
  if (worth.readAt !== null) return readBy(worth, standing, { at: worth.readAt, until, doc, role })
  if (standing === null || declaration.isLocal) return null
  const place = { at, until, doc, role }
  const text = worth.setting === null ? worth.text : `\${${worth.setting}}`
  if (variable !== null) {
    return allowed({ ...place, named: { ...standing, name: variable, isNamed: true }, text, weight: 'fallback' })
  }
  if (returned !== undefined)
    return givenBack({ ...place, named: standing, text, weight: 'fallback' }, returned.variant)
  const isOnlyReference = worth.setting !== null && (!standing.isNamed || standing.name === worth.setting)
  if (text === null || isOnlyReference) return null
  return allowed({ ...place, named: standing, text, weight: isConditional ? 'hint' : 'fixed' })
}

/** What a function gives back, which has no name of its own; null where it is no URL of a port. */
function givenBack(found: Found, variant: Variant | null): Found | null {
  const { named, text } = found
  if (named.kind !== 'url' || text === null || /^\$\{\w+\}$/.test(text)) return null
  return allowed({
    ...found,
    named: { ...named, isNamed: false },
    isReturned: true,
    ...(variant !== null && { variant }),
  })
}

/**
 * The setting of a variable that is asked for, if its name, that of what takes it, or what stands in for it tells what it
 * is. Of what a bundler puts into a page, every URL is one.
 */
export function readBy(
  worth: Worth,
  standing: Named | null,
  place: Omit<Found, 'named' | 'text' | 'weight'>,
): Found | null {
  const { setting: name, text } = worth
  if (name === null || isSystemVariable(name) || PROTOTYPE_NAMES.has(name)) return null
  const isOfPage = prefixOf(name) !== ''
  const byText = text !== null && fits('url', worth) && isUrl(text) ? 'url' : null
  const kind = byText ?? kindOf(wordsOf(name)) ?? standing?.kind ?? null
  const group = standing?.group ?? null
  const found = {
    ...place,
    role: isOfPage ? ('browser' as const) : place.role,
    text,
    weight: text === null ? ('hint' as const) : ('fallback' as const),
  }
  if (kind !== null && (text === null || fits(kind, worth)))
    return allowed({ ...found, named: { name, isNamed: true, kind, group } })
  if (!isOfPage || text === null || !isUrl(text)) return null
  return allowed({ ...found, named: { name, isNamed: true, kind: 'url', group } })
}

/** Nothing that is a secret is told of; of a URL with a password, only that its name is read. */
function allowed(found: Found): Found | null {
  if (soundsSecret(found.named.name)) return null
  return holdsPassword(found.text ?? '') ? { ...found, text: null, weight: 'hint' } : found
}
