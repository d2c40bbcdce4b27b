import type { Stack } from '../model.js'
import { settingOf } from '../stack/lookup.js'
import { readUrl } from '../url.js'

const SECRET_WORD =
  /(?:^|_)(?:[A-Z]*(?:PASSWORD|PASSWD|PASSPHRASE|PASSCODE|PWD|SECRETS?|TOKEN)|[A-Z]{0,4}PASS|PW|CREDENTIALS?|PRIVATE|(?:API|ACCESS|AUTH|SIGNING|ENCRYPTION|MASTER|SSH)?KEY|DSN|JWT)(?:_|$)/i
const NO_SECRETS: ReadonlySet<string> = new Set(['PWD', 'OLDPWD'])
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const PLAIN_REFERENCE = /\$\{[A-Za-z_][\w.]*\}/g
/**
 * What tells a secret within other text: a password in a URL; a name where an assignment of something begins, as on a
 * line that a quote or a missing line break took in; and a reference with a text that stands in for it. What `:?` says is
 * for people.
 */
const TELLING =
  /(:\/\/[^\s/?#:@]*:[^\s/?#@]+@)|(?<![^\s"'`;,|(){}])([A-Z][A-Z0-9_]*)\s*[=:](?=\s*\S)|\$\{([A-Za-z_][\w.]*)(?![\w.]|:\?)/g

/** Whether a name is a secret's: a sensitive setting's, or that of a variable called like one. */
export type IsSecretName = (name: string) => boolean

/** Knows the secret names of a stack, by name and path as references have them. */
export function secretNamesIn(stack: Stack): IsSecretName {
  return (name) => settingOf(name, stack)?.sensitive ?? soundsSecret(name)
}

/** Whether a variable that nobody declared is called as secrets are. */
export function soundsSecret(name: string): boolean {
  return SECRET_WORD.test(name) && !NO_SECRETS.has(name)
}

/** Whether a text or a line, as it is written or expanded, holds a secret itself, and does not only refer to one. */
export function tellsSecret(text: string, isSecretName: IsSecretName): boolean {
  const refers = text.includes('${')
  if (!refers && !text.includes('=') && !text.includes(':')) return false
  const rest = refers ? text.replace(PLAIN_REFERENCE, '') : text
  // Not by matchAll, which copies the pattern for each text.
  TELLING.lastIndex = 0
  for (let found = TELLING.exec(rest); found !== null; found = TELLING.exec(rest)) {
    const [, login, assigned, referred] = found
    if (login !== undefined || isSecretName(assigned ?? referred ?? '')) return true
  }
  return false
}

/** Whether a URL holds a password; of what should be one and is none, whether anything looks like one. */
export function holdsPassword(url: string): boolean {
  if (!url.includes('@')) return false
  return SCHEME.test(url) && readUrl(url) !== null ? hasPassword(url) : /:[^@]+@/.test(upToLastAt(url))
}

/** Where an @ ends a text, a pattern that looks for one behind a colon takes no more than one way through it. */
function upToLastAt(text: string): string {
  return text.slice(0, text.lastIndexOf('@') + 1)
}

function hasPassword(url: string): boolean {
  const [authority = ''] = url.replace(SCHEME, '').split(/[/?#]/)
  return new URL(url).password !== '' || /:.+@/.test(upToLastAt(authority))
}
