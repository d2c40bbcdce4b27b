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

/** A port, or a range of them. */
export interface Ports {
  readonly first: NumberPort | VariablePort
  /** The other end of a range, or null. */
  readonly last: NumberPort | VariablePort | null
}

/** What an entry publishes on the host. */
export interface Published extends Ports {
  /** In lower case. */
  readonly protocol: string
}

/** What an entry maps to what. */
export interface Mapping {
  /** The host's address, as it is written; empty where every address is meant. */
  readonly address: string
  /** Null where the host's port is left to Compose. */
  readonly published: Published | 'unreadable' | null
  /** What listens in the container; null where that cannot be read. */
  readonly inside: Ports | null
}

const NUMBER = /^[1-9][0-9]{0,4}$/
const BARE = /^\$([A-Za-z_]\w*)$/
const BRACED = /^\$\{([A-Za-z_]\w*)(?:(:?[-?+])(.*))?\}$/s
/** What no entry holds outside of a reference. */
const FOREIGN = /[\s"'\\]/
/** More characters than this are no port. */
const LONGEST = 1000

/** What `[[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL]` says. */
export function readMapping(entry: string): Mapping {
  const [ports = { text: '', at: 0 }, protocol, ...more] = split({ text: entry, at: 0 }, '/')
  const parts = split(ports, ':')
  const published = parts.at(-2)
  const address = parts
    .slice(0, -2)
    .map(({ text }) => text)
    .join(':')
  if (more.length > 0 || !isAddress(address) || (!entry.includes('${') && FOREIGN.test(entry))) {
    return { address, published: 'unreadable', inside: null }
  }
  return {
    address,
    published: published === undefined ? null : readPublished(published, protocol?.text),
    inside: readPorts(parts.at(-1) ?? ports),
  }
}

/**
 * What a port or a range of ports publishes: null where the host's port is left to Compose.
 * @param protocol absent: tcp
 */
export function readPublished(span: Span, protocol = 'tcp'): Mapping['published'] {
  if (span.text === '' || span.text === '0') return null
  const ports = readPorts(span)
  return ports === null ? 'unreadable' : { ...ports, protocol: protocol.toLowerCase() }
}

/** A port or a range of ports; null where the text is none. */
export function readPorts(span: Span): Ports | null {
  if (span.text.length > LONGEST) return null
  const [first, last = null, ...more] = split(span, '-').map(readPort)
  if (first === undefined || first.kind === 'other' || last?.kind === 'other' || more.length > 0) return null
  return { first, last }
}

/** Whether a text is an IP address, in brackets or not, or one that a variable gives; or nothing. */
function isAddress(text: string): boolean {
  return text === '' || text.includes('$') || isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0
}

/** A text that may be a port, or a variable that stands for one. */
export function readPort(span: Span): Port {
  const { text, at } = span
  if (text.length > LONGEST) return { ...span, kind: 'other' }
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
