import type { Setting, Stack } from '../model.js'
import { holdsPassword, type IsSecretName, secretNamesIn, soundsSecret, tellsSecret } from '../secret/signs.js'

/** Why a text must not be shown although its own setting is no secret. */
export interface Taint {
  /** As in a sentence after the setting's name: `is made of DB_PASSWORD, which is sensitive`. */
  readonly because: string
  /** Whether it is certain; otherwise only a variable's name speaks for it. */
  readonly certain: boolean
}

export const HOLDS_SECRET: Taint = { because: 'holds a secret', certain: true }

/** The taint of a text that refers to a setting or, without one, to a variable; null where that is no secret. */
export function taintOf(name: string, setting: Setting | null, own: Taint | null): Taint | null {
  if (setting?.sensitive) return { because: `is made of ${setting.name}, which is sensitive`, certain: true }
  if (own === null) {
    const isSuspect = setting === null && soundsSecret(name)
    return isSuspect ? { because: `is made of ${name}, which may be a secret`, certain: false } : null
  }
  return own.because.startsWith('is made of') ? own : { ...own, because: `is made of ${name}, which ${own.because}` }
}

/** The taint of a text by what it holds itself. */
export function heldTaint(setting: Setting | null, text: string, isSecretName: IsSecretName): Taint | null {
  if (setting?.format.name === 'url' && holdsPassword(text)) return { because: 'holds a password', certain: true }
  return tellsSecret(text, isSecretName) ? HOLDS_SECRET : null
}

/** Whether a setting that is given a text is a secret: it is one itself, or the text holds one. */
export function isSecretWith(setting: Setting, text: string, stack: Stack): boolean {
  return setting.sensitive || heldTaint(setting, text, secretNamesIn(stack)) !== null
}

/** The one that counts: a certain one before a suspicion. */
export function worst(taints: readonly (Taint | null)[]): Taint | null {
  const found = taints.filter((taint) => taint !== null)
  return found.find(({ certain }) => certain) ?? found[0] ?? null
}
