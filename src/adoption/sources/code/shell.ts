import { withoutComments } from '../../../audit/variables/comments.js'
import { isMade } from '../../constants/foreign.js'
import { type Found, readBy } from '../../constants/found.js'
import { mentionsOf } from '../../constants/mentions.js'
import { settingOf } from '../../constants/setting.js'
import { NOTHING } from '../../constants/worth.js'
import type { Mention } from '../../mention.js'
import { commentsIn } from './comments.js'

const SCRIPT = /(?:\.(?:sh|bash|zsh|ksh)|(?:^|\/)\.envrc)$/
const MAKEFILE = /(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/
const SIGN = /[=:]/
/** `${X:-8203}`, `${X:=8203}`, `${X-8203}` */
const FALLBACK = /(?<!\\)\$\{([A-Za-z_]\w{0,99}):?[-=]([^{}\n]{0,300})\}/dg
const SET =
  /^[ \t]*(?:(?:export|readonly|local|declare|typeset)[ \t]{1,10}(?:-\w{1,5}[ \t]{1,10}){0,3})?([A-Za-z_]\w{0,99})=("[^"\\\n]{0,500}"|'[^'\n]{0,500}'|[^\s;&|<>()"']{0,500})(?=[\s;&]|$)/dgm
const MAKE_SET = /^([A-Za-z_]\w{0,99})[ \t]{0,10}([?:]{0,2})=[ \t]{0,10}([^\s#]{1,300})[ \t]*(?=#|\r?$)/dgm
const REFERENCE = /(?<![\\$])\$(?:\{([A-Za-z_]\w{0,99})\}|\(([A-Za-z_]\w{0,99})\)|([A-Za-z_]\w{0,99}))/g

export function isShell(path: string): boolean {
  return SCRIPT.test(path) || MAKEFILE.test(path)
}

/** What shell scripts and makefiles set, and what they take where nothing is set. */
export function shellMentions(text: string, path: string): Mention[] {
  if (!SIGN.test(text) || isMade(text)) return []
  const plain = withoutComments(text, 'hash')
  const found = MAKEFILE.test(path) ? madeIn(plain, path) : setIn(plain, path)
  return mentionsOf([...found, ...fallbacksIn(plain)], commentsIn(text, plain), text, path)
}

function fallbacksIn(plain: string): Found[] {
  return Array.from(plain.matchAll(FALLBACK)).flatMap((match) => {
    const [, name = '', text = ''] = match
    const at = match.indices?.[1]?.[0] ?? match.index
    const worth = { ...NOTHING, setting: name, text: written(text), readAt: at }
    return readBy(worth, null, { at, until: at, doc: null, role: null }) ?? []
  })
}

function setIn(plain: string, path: string): Found[] {
  return Array.from(plain.matchAll(SET)).flatMap((match) => {
    const [, name = '', value = ''] = match
    const isLiteral = value.startsWith("'")
    const text = value.replace(/^["']|["']$/g, '')
    const at = match.indices?.[1]?.[0] ?? match.index
    return assigned(name, isLiteral ? text.replaceAll('${', () => '$${') : written(text), 'fixed', at, path)
  })
}

function madeIn(plain: string, path: string): Found[] {
  return Array.from(plain.matchAll(MAKE_SET)).flatMap((match) => {
    const [, name = '', how = '', value = ''] = match
    return assigned(name, written(value), how.startsWith('?') ? 'fallback' : 'fixed', match.index, path)
  })
}

/** A lower-case name is the script's own. */
function assigned(name: string, text: string | null, weight: 'fixed' | 'fallback', at: number, path: string): Found[] {
  if (text === null || name !== name.toUpperCase()) return []
  const worth = { ...NOTHING, text, number: /^\d+$/.test(text) ? Number(text) : null }
  const named = settingOf({ within: [], name, path }, worth)
  return named === null ? [] : [{ named, text, weight, role: null, at, until: at, doc: null }]
}

/** A value as an .env file has it; null where a command makes it, or an expansion that such a file has not. */
function written(value: string): string | null {
  const text = value.replace(REFERENCE, (_, braced, made, bare) => `\${${braced ?? made ?? bare}}`)
  return /[\x60\\]|\$(?!\{[A-Za-z_]\w*\})/.test(text) ? null : text
}
