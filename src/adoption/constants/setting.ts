import { isWildcard } from '../../ports/address.js'
import { isPort } from '../assigned.js'
import type { Kind } from '../mention.js'
import { homeOf } from './home.js'
import { isAspect, isOfPorts, kindOf, mayBePort, subjectOf, wordsOf } from './words.js'
import type { Worth } from './worth.js'

/** The setting that a name in a text stands for. */
export interface Named {
  readonly name: string
  readonly isNamed: boolean
  readonly kind: Kind
  /** Of the table that it is in; null where that tells none. */
  readonly group: string | null
}

export interface Standing {
  /** Of the classes and tables that the name is in, outermost first. */
  readonly within: readonly string[]
  readonly name: string
  readonly path: string
}

const LONGEST = 100
/** A reference to another setting, as constants are written. */
const CONSTANT = /^\$\{[A-Z][A-Z\d_]*\}$/
const PORTS_MODULE = /(?:^|[/_.-])(?:ports|ports?[_.-](?:config|settings|constants|map))\.[a-z]+$/i

/** Null where a name and what it is worth tell of no port, URL or host. */
export function settingOf(standing: Standing, worth: Worth): Named | null {
  const { within, name, path } = standing
  const words = wordsOf(name)
  const kind = kindOf(words)
  if (words.length === 0 || words.join('_').length > LONGEST || !/^[A-Z]/.test(words[0] as string)) return null
  if (kind === null) return memberOf(standing, words, worth)
  // A number under a name of several is how many there are.
  if (words.includes('PORTS') && worth.number !== null) return null
  if (!fits(kind, worth) || (isRow(worth.text ?? '') && !words.includes('RANGE'))) return null
  // Where a program binds: nothing that others could call.
  if (kind === 'host' && isWildcard(worth.text ?? '')) return null
  const group = groupOf(within)
  if (subjectOf(words).length > 0) return { name: words.join('_'), isNamed: true, kind, group }
  const owner = ownerOf(within)
  const suffix = kind.toUpperCase()
  if (owner !== null) return { name: `${owner}_${suffix}`, isNamed: false, kind, group }
  if (words.length > 1) return { name: words.join('_'), isNamed: true, kind, group }
  // A lower-case `url` or `host` outside of everything is what a script has at hand, not what it is set up with.
  if (within.length === 0 && kind !== 'port' && name !== name.toUpperCase()) return null
  const home = homeOf(path)
  return { name: home === null ? suffix : `${home}_${suffix}`, isNamed: false, kind, group }
}

/** What is in a table, a class or a module of ports, or of URLs, is one. */
function memberOf({ within, name, path }: Standing, words: readonly string[], worth: Worth): Named | null {
  const container = within.findLastIndex((one) => isOfSeveral(one) && kindOf(wordsOf(one)) !== null)
  const kind = container < 0 ? (PORTS_MODULE.test(path) ? 'port' : null) : kindOf(wordsOf(within[container] as string))
  if (kind === null || !fits(kind, worth)) return null
  const port = Number(worth.text)
  if (kind === 'port' && worth.text !== null && /^\d/.test(worth.text) && !mayBePort(words, port)) return null
  if (container < 0 && (within.length > 0 || name !== name.toUpperCase())) return null
  const prefix = container < 0 ? [] : subjectOf(wordsOf(within[container] as string))
  const inner = within.slice(container + 1)
  const nearest = isAspect(words) ? wordsOf(inner.at(-1) ?? '') : []
  const before = [...prefix, ...nearest].filter((word) => !words.includes(word))
  const subject = subjectOf(words).length > 0 ? subjectOf(words) : words
  return {
    name: [...before, ...subject, kind.toUpperCase()].join('_'),
    isNamed: false,
    kind,
    group: nearest.length > 0 ? (inner.at(-2) ?? null) : (inner.at(-1) ?? null),
  }
}

/** `PORTS`, `serviceUrls`, `class Port`: what holds more than one of a kind. */
function isOfSeveral(name: string): boolean {
  return /s$/i.test(name) || (/^[A-Z][a-z]/.test(name) && isOfPorts(wordsOf(name)))
}

/** The nearest of what a name is in that tells of what it is. */
function ownerOf(within: readonly string[]): string | null {
  for (const one of within.toReversed()) {
    const subject = subjectOf(wordsOf(one))
    if (subject.length > 0 && /^[A-Z]/.test(subject[0] as string)) return singular(subject).join('_')
  }
  return null
}

/** `DATABASES` */
function singular(words: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  return [...words.slice(0, -1), last.length > 4 && /[^SI]S$/.test(last) ? last.slice(0, -1) : last]
}

/** `{ "core": { "backend": 8203 } }` in a table of ports. */
function groupOf(within: readonly string[]): string | null {
  const container = within.findIndex((one) => isOfPorts(wordsOf(one)))
  return container < 0 ? null : (within[container + 1] ?? null)
}

/** Whether what a name is worth can be of a kind; of what is not known, its name decides. */
export function fits(kind: Kind, { text, number, setting }: Worth): boolean {
  if (text === null) return setting !== null
  if (kind === 'port') return isPort(text) || CONSTANT.test(text) || isRow(text)
  if (number !== null) return false
  return kind === 'url' ? isStackUrl(text) : isHost(text)
}

/** Ports in a row, `8615-8624`. */
function isRow(text: string): boolean {
  const ports = /^[1-9]\d{0,4}-[1-9]\d{0,4}$/.test(text) ? text.split('-') : []
  return ports.length === 2 && ports.every(isPort)
}

const URL =
  /^[a-z][a-z\d+.-]{0,20}:\/\/(?:[^/?#@]{1,200}@)?((?:\$\{[^}]{1,200}\}|\[[\da-f:.]+\]|[^/?#:])*)(:(?:\d{1,5}|\$\{))?/i
const OUTSIDE = /^(?!.*\.(?:local|localhost|internal|lan|test)$)(?:[\w-]+\.)+[a-z]{2,}$/i

export function isUrl(text: string): boolean {
  return text.length < 2000 && (URL.exec(text)?.[1] ?? '') !== ''
}

/** Whether a text is the URL of something that may be a part of the stack: by a port, a reference, or a host without a domain. */
export function isStackUrl(text: string): boolean {
  if (/^\$\{[^}]{1,200}\}/.test(text)) return true
  if (!isUrl(text)) return false
  const [, host = '', port] = URL.exec(text) ?? []
  return !OUTSIDE.test(host) || (port !== undefined && host.includes('${'))
}

/** Whether a text is the name of a host of somebody else's. */
export function isOutside(text: string): boolean {
  return text.length < 300 && OUTSIDE.test(text)
}

function isHost(text: string): boolean {
  if (/^\$\{[A-Za-z_]\w*\}$/.test(text) || /^\[?[\da-f]*:[\da-f:.]+\]?$/i.test(text)) return true
  return /^[a-z\d][\w.-]{0,252}$/i.test(text) && !OUTSIDE.test(text)
}
