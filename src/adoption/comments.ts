import { soundsSecret, tellsSecret } from '../secret/signs.js'

/** What comments say of a line. */
export interface Said {
  /** One line; null where there is none. */
  readonly doc: string | null
  /** The section that it stands in; null where there is none. */
  readonly group: string | null
}

/** Three marks in a row, or two on both sides. */
const RULED = /(?:[=\-*~#_─═]\s?){3,}|^\s*([=\-*~])\1.*\1\1\s*$/
const ASSIGNMENT = /^(?:export\s+)?[A-Za-z_][\w.-]*\s*=/
const OF_ONE = /\b(?:port|url|uri|host)\b|^(?:a|an|only|our|the|what|where|which)\b/i
/** How a comment begins that tells people what to do. */
const ADVICE = /^(?:change|copy|do|don't|edit|fixme|generated|note|rename|see|set|this|todo|use)\b/i
/** In words; a title over lines that it is not ruled off from has no more. */
const LONGEST_TITLE = 3
const BRACKETS = /^\[(.*)\]$/
/** In UTF-16 units. */
const LONGEST_LINE = 300
const LONGEST_DOC = 160
const LONGEST_GROUP = 60

/**
 * What comments with a `#` say of some lines. A comment is of the line below it; it is a section's where it is ruled off,
 * stands alone, or has several of the lines right below it and speaks of no single one.
 * @param lines without line breaks
 * @param wanted those that settings stand on, counting from 1
 */
export function saidOf(lines: readonly string[], wanted: ReadonlySet<number>): ReadonlyMap<number, Said> {
  const said = new Map<number, Said>()
  let section: string | null = null
  let isRuledOff = false
  let run: string | null = null
  let block: string[] = []
  for (const [index, line] of lines.entries()) {
    const number = index + 1
    if (/^\s*#/.test(line.slice(0, LONGEST_LINE))) {
      block.push(line.slice(0, LONGEST_LINE))
      continue
    }
    if (!wanted.has(number)) {
      if (line.trim() === '') {
        const title = titleOf(block)
        isRuledOff ||= title !== null
        section = title ?? (block.length === 1 && !isRuledOff ? groupText(textOf(block[0] ?? '')) : null) ?? section
        run = null
      }
      block = []
      continue
    }
    const title = titleOf(block)
    if (title !== null) {
      section = title
      isRuledOff = true
      run = null
    }
    const own = docOf(title === null ? block : block.slice(block.findLastIndex(isRuled) + 1))
    if (own !== null) run = !isRuledOff && wanted.has(number + 1) && isTitle(own) ? groupText(own) : null
    said.set(number, { doc: own !== null && run === null ? own : null, group: run ?? section })
    block = []
  }
  return said
}

/** A comment behind what a line says; null where there is none. */
export function commentBehind(rest: string): string | null {
  const [, comment] = /^["'`]?[ \t]*#(.*)$/s.exec(rest.slice(0, LONGEST_LINE).trimEnd()) ?? []
  return comment === undefined ? null : docOf([`#${comment}`])
}

/** The title of a section that comments rule off; null where they do not. */
function titleOf(block: readonly string[]): string | null {
  if (!block.some(isRuled)) return null
  return groupText(
    block
      .slice(0, block.findLastIndex(isRuled) + 1)
      .map(textOf)
      .find((text) => text !== '') ?? '',
  )
}

function isRuled(line: string): boolean {
  return RULED.test(line.replace(/^\s*#/, '')) || BRACKETS.test(bare(line))
}

/** Comments as one line, without what would assign something. */
function docOf(block: readonly string[]): string | null {
  const texts = block.filter((line) => !isRuled(line)).map(bare)
  const text = texts
    .filter((text) => text !== '' && !ASSIGNMENT.test(text) && !tellsSecret(text, soundsSecret))
    .join(' ')
    .replace(/\s+/g, ' ')
  return text === '' ? null : shortened(text, LONGEST_DOC)
}

function groupText(text: string): string | null {
  const title = text.replace(/\s*:$/, '')
  const isShort = title !== '' && title.length <= LONGEST_GROUP && !/[.!?]$/.test(title) && !title.includes('.env')
  return isShort && !ADVICE.test(title) && !ASSIGNMENT.test(title) ? title : null
}

/** Whether a comment may be about several lines. */
function isTitle(text: string): boolean {
  return !OF_ONE.test(text) && text.split(' ').length <= LONGEST_TITLE
}

/** A comment's words, without what it is decorated with. */
function textOf(line: string): string {
  const text = bare(line)
  return BRACKETS.exec(text)?.[1]?.trim() ?? text
}

function bare(line: string): string {
  return line.replace(/^[\s#=*~_─═-]+/, '').replace(/[\s#=*~_─═-]+$/, '')
}

function shortened(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text.slice(0, text.lastIndexOf(' ', longest - 3) + 1 || longest - 3).trimEnd()}...`
}
