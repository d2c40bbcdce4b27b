import { isIP } from 'node:net'

/** A part of a text, and the offset where it starts. */
export interface Span {
  readonly text: string
  readonly at: number
}

/** A port in digits, as it is written. */
export interface NumberPort extends Span {
  readonly kind: 'number'
  readonly number: number
}

/** A port that a variable stands for, as it is written. */
export interface VariablePort extends Span {
  readonly kind: 'variable'
  readonly name: string
  /** As in `${NAME:-8203}`; null where nothing follows the name. */
  readonly operator: string | null
  /** What stands in for the variable; null where nothing does. */
  readonly otherwise: Port | null
}

export type Port = NumberPort | VariablePort | (Span & { readonly kind: 'other' })

/** What an entry publishes on the host. */
export interface Published {
  readonly first: NumberPort | VariablePort
  /** The other end of a range, or null. */
  readonly last: NumberPort | VariablePort | null
  /** In lower case. */
  readonly protocol: string
}

const NUMBER = /^[1-9][0-9]{0,4}$/
const BARE = /^\$([A-Za-z_]\w*)$/
const BRACED = /^\$\{([A-Za-z_]\w*)(?:(:?[-?+])(.*))?\}$/s
/** What no entry holds outside of a reference. */
const FOREIGN = /[\s"'\\]/
/** More characters than this are no port. */
const LONGEST = 1000

/**
 * What `[[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL]` publishes: null where the host's port is left to Compose, `unreadable`
 * where it is no such entry.
 */
export function publishedBy(entry: string): Published | null | 'unreadable' {
  const [ports = { text: '', at: 0 }, protocol, ...more] = split({ text: entry, at: 0 }, '/')
  const parts = split(ports, ':')
  const published = parts.at(-2)
  const address = parts.slice(0, -2).map(({ text }) => text)
  if (more.length > 0 || !isAddress(address.join(':')) || (!entry.includes('${') && FOREIGN.test(entry))) {
    return 'unreadable'
  }
  return published === undefined ? null : readPublished(published, protocol?.text)
}

/**
 * What a port or a range of ports publishes; null and `unreadable` as for an entry.
 * @param protocol absent: tcp
 */
export function readPublished(span: Span, protocol = 'tcp'): Published | null | 'unreadable' {
  if (span.text === '' || span.text === '0') return null
  if (span.text.length > LONGEST) return 'unreadable'
  const [first, last = null, ...more] = split(span, '-').map(readPort)
  if (first === undefined || first.kind === 'other' || last?.kind === 'other' || more.length > 0) return 'unreadable'
  return { first, last, protocol: protocol.toLowerCase() }
}

/** Whether a text is an IP address, in brackets or not, or one that a variable gives; or nothing. */
function isAddress(text: string): boolean {
  return text === '' || text.includes('$') || isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0
}

function readPort(span: Span): Port {
  const { text, at } = span
  if (NUMBER.test(text)) return { ...span, kind: 'number', number: Number(text) }
  const isBraced = closing(text, 0) === text.length
  const [, name, operator = null, rest = ''] = (isBraced ? BRACED : BARE).exec(text) ?? []
  if (name === undefined) return { ...span, kind: 'other' }
  const standsIn = operator?.endsWith('-') === true
  const otherwise = standsIn ? readPort({ text: rest, at: at + text.length - 1 - rest.length }) : null
  return { ...span, kind: 'variable', name, operator, otherwise }
}

/** The parts between separators that stand outside of references. */
function split({ text, at }: Span, separator: string): Span[] {
  const parts: Span[] = []
  let start = 0
  for (let offset = 0; offset < text.length; ) {
    if (text[offset] === separator) {
      parts.push({ text: text.slice(start, offset), at: at + start })
      start = offset + 1
    }
    offset = closing(text, offset)
  }
  return [...parts, { text: text.slice(start), at: at + start }]
}

/** The offset behind a reference that begins at an offset, else behind the character there; `$$` is no reference. */
function closing(text: string, at: number): number {
  let depth = 0
  let offset = at
  do {
    if (text.startsWith('$$', offset)) offset += 1
    else if (text.startsWith('${', offset)) depth += 1
    else if (text[offset] === '}') depth -= 1
    offset += 1
  } while (depth > 0 && offset < text.length)
  return offset
}
