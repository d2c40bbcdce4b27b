import type { Setting } from '../model.js'

/** Why a text must not be shown although its own setting is no secret. */
export interface Taint {
  /** As in a sentence after the setting's name: `is made of DB_PASSWORD, which is sensitive`. */
  readonly because: string
  /** Whether it is certain; otherwise only a variable's name speaks for it. */
  readonly certain: boolean
}

const SECRET_WORD =
  /(?:^|_)(?:[A-Z]*(?:PASSWORD|PASSWD|PASSPHRASE|PASSCODE|PWD|SECRETS?|TOKEN)|[A-Z]{0,4}PASS|PW|CREDENTIALS?|PRIVATE|(?:API|ACCESS|AUTH|SIGNING|ENCRYPTION|MASTER|SSH)?KEY|DSN|JWT)(?:_|$)/i
const NO_SECRETS: ReadonlySet<string> = new Set(['PWD', 'OLDPWD'])
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i

/** The taint of a text that refers to a setting or, without one, to a variable; null where that is no secret. */
export function taintOf(name: string, setting: Setting | null, own: Taint | null): Taint | null {
  if (setting?.sensitive) return { because: `is made of ${setting.name}, which is sensitive`, certain: true }
  if (own === null) {
    const isSuspect = setting === null && soundsSecret(name)
    return isSuspect ? { because: `is made of ${name}, which may be a secret`, certain: false } : null
  }
  return own.because.startsWith('is made of') ? own : { ...own, because: `is made of ${name}, which ${own.because}` }
}

/** A URL that holds a password; of a text that is no URL, anything that looks like one. */
export function passwordTaint(setting: Setting | null, text: string): Taint | null {
  if (setting?.format.name !== 'url') return null
  const holds = SCHEME.test(text) && URL.canParse(text) ? hasPassword(text) : /:[^@]+@/.test(upToLastAt(text))
  return holds ? { because: 'holds a password', certain: true } : null
}

/** Where an @ ends a text, a pattern that looks for one behind a colon takes no more than one way through it. */
function upToLastAt(text: string): string {
  return text.slice(0, text.lastIndexOf('@') + 1)
}

function hasPassword(url: string): boolean {
  const [authority = ''] = url.replace(SCHEME, '').split(/[/?#]/)
  return new URL(url).password !== '' || /:.+@/.test(upToLastAt(authority))
}

/** The one that counts: a certain one before a suspicion. */
export function worst(taints: readonly (Taint | null)[]): Taint | null {
  const found = taints.filter((taint) => taint !== null)
  return found.find(({ certain }) => certain) ?? found[0] ?? null
}

/** Whether a variable that nobody declared is called as secrets are. */
export function soundsSecret(name: string): boolean {
  return SECRET_WORD.test(name) && !NO_SECRETS.has(name)
}
