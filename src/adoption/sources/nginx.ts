import { isIP } from 'node:net'
import { isPort } from '../assigned.js'
import type { Mention } from '../mention.js'
import { portOf } from '../name.js'
import { mentionOf, referencesOf } from '../references.js'
import type { Source } from '../source.js'
import type { Started } from '../starts/index.js'
import { mentionsOf } from './command-lines/mentions.js'

const FILE =
  /(?:^|[./_-])nginx[\w.-]*\.(?:conf|template|tmpl|j2)(?:\.[\w.]+)?$|\.conf(?:\.(?:template|tmpl|tpl|j2|in|example|sample))?$|(?:^|\/)sites-(?:available|enabled)\/[\w.-]+$|\.nginx$/i
const SIGN = /\b(?:listen|proxy_pass|upstream)\b/
/**
 * A comment, a word with quotes or without, or a mark; `${NAME}` is a part of a word. A quote that is not closed lasts to
 * the end: to look for its end once more from each later one would take time that grows with the square of the text.
 */
const TOKEN = /#[^\n]*|"(?:[^"\\]|\\.?)*(?:"|$)|'(?:[^'\\]|\\.?)*(?:'|$)|[{};]|(?:\$\{[^{}\s]*\}|[^\s{};"'#])+/gs
const PASS = /^(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass$/
/** More words than a statement has that is looked at. */
const MOST_WORDS = 50
/** What the name of an upstream may add to its service's. */
const MERE = /(?<=.)[-_](?:app|backend|cluster|nodes?|pool|servers?|service|upstream)$/i
const NAMED_HOST = /^[A-Za-z](?:[\w-]*[A-Za-z0-9])?$/

interface Word {
  readonly text: string
  readonly at: number
}

/** nginx: where it listens, and which servers it hands requests on to. Nothing but nginx listens there for that. */
export const nginx: Source = {
  name: 'nginx',
  handles: (path) => FILE.test(path),
  mentions(text, path) {
    if (!SIGN.test(text) || !/\bserver\b/.test(text)) return []
    const listened = new Map<string, string>()
    const others = statementsOf(text).flatMap(([head, words, blocks]): Started[] => {
      const [first, second] = words
      if (head === 'listen') return listens(words, listened)
      if (first === undefined) return []
      if (head === 'server' && blocks.at(-1)?.[0] === 'upstream')
        return reaches(first, blocks.at(-1)?.[1] ?? '', 'http')
      const target = head === 'set' ? second : PASS.test(head) ? first : undefined
      const isHttp = /^(?:proxy_pass|grpc_pass|set)$/.test(head)
      return target === undefined ? [] : reaches(target, locationIn(blocks), isHttp ? 'http' : 'tcp')
    })
    return mentionsOf([], others, text, path).map((mention): Mention => ({ ...mention, group: null }))
  },
}

type Block = readonly string[]
type Statement = readonly [head: string, words: readonly Word[], blocks: readonly Block[]]

/** The simple directives of a text, each with the blocks that it stands in. */
function statementsOf(text: string): Statement[] {
  const found: Statement[] = []
  const blocks: Block[] = []
  let words: Word[] = []
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const [head, ...rest] = words
    if (token.startsWith('#')) continue
    if (token === '{') blocks.push(words.slice(0, 3).map((word) => word.text))
    else if (token === '}') blocks.pop()
    else if (token === ';') {
      if (head !== undefined && WANTED.test(head.text)) found.push([head.text, rest, blocks.slice(-6)])
    } else {
      const quote = /^["']/.test(token) ? 1 : 0
      if (words.length < MOST_WORDS) words.push({ text: token.slice(quote, token.length - quote), at: index + quote })
      continue
    }
    words = []
  }
  return found
}

const WANTED = /^(?:listen|server|set|\w+_pass)$/

/** `80`, `[::]:443 ssl`, `127.0.0.1:8080`, `443 quic` */
function listens(words: readonly Word[], listened: Map<string, string>): Started[] {
  const [address, ...flags] = words
  if (address === undefined || address.text.startsWith('unix:')) return []
  const has = (flag: string) => flags.some(({ text }) => text === flag)
  const end = portAtEnd(address)
  if (end === null) return []
  if (!isPort(end.text)) return named(end)
  const purpose = has('quic') ? 'udp' : has('ssl') || end.text === '443' ? 'https' : ''
  const usual = portOf('nginx', purpose)
  const name = [...listened].some(([port, other]) => other === usual && port !== end.text)
    ? portOf('nginx', end.text)
    : usual
  listened.set(end.text, name)
  return [
    {
      name,
      isNamed: false,
      kind: 'port',
      text: end.text,
      weight: 'hint',
      role: has('quic') ? 'udp' : 'browser',
      at: end.at,
    },
  ]
}

/** `backend:8203`, `http://127.0.0.1:8203/api`: the port of whatever the address, or else what leads there, names. */
function reaches(target: Word, otherwise: string, role: 'http' | 'tcp'): Started[] {
  const [scheme = ''] = /^[a-z]+:\/\//.exec(target.text) ?? []
  const [authority = ''] = /^[^/?#]*/.exec(target.text.slice(scheme.length)) ?? []
  const end = portAtEnd({ text: authority, at: target.at + scheme.length })
  if (end === null || end.text.length === authority.length) return []
  if (!isPort(end.text)) return named(end)
  const host = authority.slice(0, authority.length - end.text.length - 1)
  const isHere = /^(?:localhost|host\.docker\.internal)$/.test(host) || isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0
  if (!isHere && !NAMED_HOST.test(host)) return []
  const service = isHere ? otherwise.replace(MERE, '') : host
  const name = service === '' ? `PORT_${end.text}` : portOf(service)
  const port = { name, isNamed: false, kind: 'port', text: end.text, weight: 'hint', role, at: end.at } as const
  return [isHere && service !== '' ? { ...port, isCalled: true } : port]
}

/** The digits, or the reference, that an address ends in. */
function portAtEnd({ text, at }: Word): Word | null {
  const end = /(?:^|:)(\d{1,5}|\$\{\w+\})$/.exec(text.slice(-200))?.[1]
  return end === undefined ? null : { text: end, at: at + text.length - end.length }
}

/** A variable of a template; nginx' own are written without braces. */
function named({ text, at }: Word): Started[] {
  return referencesOf(text).flatMap((reference): Started[] => {
    const mention = mentionOf(reference)
    return mention === null ? [] : [{ ...mention, role: null, at }]
  })
}

/** What the path of the innermost location is called: `/api/v1/` is `api`; empty for `/` and for patterns. */
function locationIn(blocks: readonly Block[]): string {
  const location = blocks.findLast(([head]) => head === 'location')
  const path = location?.findLast((word) => word.startsWith('/') || word.startsWith('^'))
  return /^\^?\/([A-Za-z][\w-]*)/.exec(path ?? '')?.[1] ?? ''
}
