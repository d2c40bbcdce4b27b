import type { Found } from '../../audit/look.js'
import { MASK } from '../../display.js'
import type { Resolution } from '../../model.js'
import { secretTexts, withoutSecrets } from '../../secret/known.js'
import { soundsSecret } from '../../secret/signs.js'
import { cut, visible } from '../../text.js'

/** In columns of a terminal, more or less. */
const WIDEST = 100
/** A URL behind its scheme, with who logs in. */
const LOGIN = /:\/\/[^\s"'`<>]+/g
/** A name, and the text that it is given: `password="x"`, `'token': 'x'`, `?api_key=x`. */
const GIVEN = /(?<![A-Za-z_])([A-Za-z_][\w-]{0,99})(["'`]?\s*(?:=>|[:=])\s*["'`]?)([^\s"'`?&,;)}\]]+)/g
/** `"private": true` */
const NO_TEXT = /^(?:true|false|null|None|undefined)$/i
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]+/g

/** What is shown of a finding's line: of a long one, the part around the number; none of its secrets. */
export function excerptOf({ text, at }: Found, hide: (text: string) => string): string {
  const whole = hide(text)
  const start = Math.max(0, Math.min(hide(text.slice(0, at)).length - WIDEST / 2, whole.trimEnd().length - WIDEST))
  const isCut = whole.slice(0, start).trim() !== ''
  return `${isCut ? '...' : ''}${cut(visible(whole.slice(isCut ? start : 0).trim()), WIDEST)}`
}

/** Masks the secrets of the configuration in a line, and what sounds like one. */
export function hiding(resolution: Resolution): (text: string) => string {
  const secrets = secretTexts(resolution)
  return (line) =>
    withoutSecrets(line, secrets)
      .replace(LOGIN, withoutLogin)
      .replace(BEARER, `$1 ${MASK}`)
      .replace(GIVEN, (all, name: string, link: string, value: string) =>
        isSecret(name) && !NO_TEXT.test(value) ? `${name}${link}${MASK}` : all,
      )
}

/** A password may hold `@` and `/`. */
function withoutLogin(url: string): string {
  const end = url.lastIndexOf('@')
  return end < 0 ? url : `://${MASK}${url.slice(end)}`
}

function isSecret(name: string): boolean {
  return soundsSecret(name.replaceAll('-', '_'))
}
