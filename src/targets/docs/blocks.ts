/** A marked place in somebody's Markdown. */
export interface Block {
  /** What the opening marker says behind its name. */
  readonly words: readonly string[]
  /** The lines of its markers, from 1. */
  readonly line: number
  readonly lastLine: number
  /** What the opening marker is indented by. */
  readonly indent: string
  /** What ends the line of the opening marker. */
  readonly lineEnd: string
  /** Offsets: behind the line of the opening marker, and where that of the closing one begins. */
  readonly start: number
  readonly end: number
}

/** A marker that cannot be followed. */
export interface Fault {
  /** From 1. */
  readonly line: number
  readonly message: string
  readonly help: string
}

export const MARKER = 'portolan:ports'
export const OPENING = `<!-- ${MARKER} -->`
export const CLOSING = `<!-- /${MARKER} -->`

const COMMENT = /^( {0,3})<!--(.*)-->[ \t]*$/
const FENCE = /^\s*(`{3,}(?=[^`]*$)|~{3,})/

interface Line {
  readonly number: number
  readonly text: string
  readonly lineEnd: string
  readonly at: number
}

/** The marked places of a Markdown text, and what is wrong with its markers. Those in fenced code are none. */
export function blocksIn(text: string): { readonly blocks: readonly Block[]; readonly faults: readonly Fault[] } {
  const blocks: Block[] = []
  const faults: Fault[] = []
  let open: Omit<Block, 'end' | 'lastLine'> | null = null
  let fence: string | null = null
  for (const { number: line, text: content, lineEnd, at } of linesOf(text)) {
    if (open === null) {
      const before: string | null = fence
      fence = fenceBehind(content, before)
      if (before !== null || fence !== null) continue
    }
    const marker = markerIn(content)
    if (marker === null) continue
    const { indent, name, words } = marker
    if (name === MARKER && open === null) {
      open = { words, line, indent, lineEnd, start: at + content.length + lineEnd.length }
    } else if (name === `/${MARKER}` && open !== null) {
      blocks.push({ ...open, end: at, lastLine: line })
      open = null
    } else faults.push({ line, ...faultOf(name, open?.line ?? null) })
  }
  if (open !== null) {
    const help = `write ${CLOSING} below the ports, on a line of its own`
    faults.push({ line: open.line, message: 'the block that begins here never ends', help })
  }
  return { blocks, faults }
}

/** The fence that is open behind a line, or null. */
function fenceBehind(line: string, open: string | null): string | null {
  const [, fence] = FENCE.exec(line) ?? []
  if (open === null) return fence ?? null
  const closes = fence?.startsWith(open) && line.trim() === fence
  return closes ? null : open
}

function markerIn(line: string): { indent: string; name: string; words: readonly string[] } | null {
  const [, indent = '', inside = ''] = COMMENT.exec(line) ?? []
  const [name = '', ...words] = inside.trim().split(/\s+/)
  return /^\/?portolan:/i.test(name) && !inside.includes('-->') ? { indent, name, words } : null
}

function faultOf(name: string, openSince: number | null): Omit<Fault, 'line'> {
  if (name === MARKER) {
    const message = `a block begins within the one that begins in line ${openSince}`
    return { message, help: `write ${CLOSING} where that one ends, or take this line out` }
  }
  if (name === `/${MARKER}`) {
    return { message: 'a block ends that never began', help: `write ${OPENING} above the ports, or take this line out` }
  }
  return { message: `${name} is no marker`, help: `write ${OPENING} or ${CLOSING}` }
}

function* linesOf(text: string): Generator<Line> {
  let number = 0
  // A byte order mark is no part of the first line.
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (const [whole, content = '', lineEnd = ''] of text.slice(at).matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    number++
    yield { number, text: content, lineEnd, at }
    at += whole.length
  }
}
