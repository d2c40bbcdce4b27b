import { soundsSecret, tellsSecret } from '../secret/signs.js'
import type { Comment } from '../syntax/language.js'
import type { Lines } from './lines.js'

/** What the comments of a text say of its lines. */
export interface Remarks {
  /** Of the comment on a line, or else of those right above it; null without one. */
  docOf(line: number, lastLine: number): string | null
  /** The title of the section that a line is in; null outside of one. */
  groupOf(line: number): string | null
}

/** A comment that has its line for itself, or lines of them without anything in between. */
interface Block {
  readonly first: number
  readonly last: number
  /** How far its first is from the line's begin. */
  readonly column: number
  readonly texts: readonly string[]
}

/** In UTF-16 units. A longer one is prose, and no title. */
const LONGEST_TITLE = 60
const LONGEST_DOC = 160
const RULE = /^[\s\-=*~#_+<>|/\\.:]{3,}$|^[\s\-=*~#_+<>|]*$/
const DECORATED = /^(?:[-=*~#_+<>|]{2,}|[#*=]\s)\s*\S|\S\s*[-=*~#_+<>|]{3,}\s*$|^#?region\b|^\[.*\]$/i
const MARKS = /^(?:#?region\b)?[\s\-=*~#_+<>|/!:]+|^#?region\b\s*|[\s\-=*~#_+<>|/:]+$/gi
/** What is said of a single setting. */
const OF_ONE = /\b(?:port|url|uri|host)\b|^(?:a|an|only|our|the|what|where|which)\b/i
/** What stands above a whole file, and says when it counts or that it has settings. */
const OF_FILE =
  /^(?:(?:for|of|the|an?|and|local|dev|development|prod|production|staging|tests?|testing|env|environment|variables?|vars|config|configuration|settings?|defaults?|examples?|sample|template|file|app|application|project|copy|to|this|\.env)\b[\s:,./-]*)+$/i
/** Why a port has its number, or what it was before, which tells nothing of what it is. */
const OF_NUMBER =
  /^(?:port\s)?\d{2,5}\s(?:is|was|clash|conflict|already|taken|used|in\suse)|^(?:was|not|avoids?|instead\sof|(?:moved|changed)\sfrom|since|because)\s(?:port\s)?\d{2,5}\b/i
/** What steers a tool, code that is out of use, and notes to oneself. */
const NO_DOC =
  /^\s*(?:(?:noqa|type|pylint|fmt|mypy|ruff|pragma|nosec|isort|flake8|yapf|pyright|eslint|tslint|prettier|istanbul|biome|c8|v8|webpack\w*|jshint|global|globals)\b\s*[:\-!]?|eslint-|biome-ignore|prettier-ignore|@ts-|TODO\b|FIXME\b|XXX\b|HACK\b|portolan-ignore|-\*-|!\/|coding[:=]|endregion|#?endregion)/i
const OLD_CODE =
  /^\s*(?:export\s+|const\s+|let\s+|var\s+)*[\w.]+\s*(?::\s*\w+\s*)?=(?!=)|^\s*(?:from\s+\S+\s+)?import\s|[;{]\s*$/
/** What a tool reads at the end of a comment. */
const TAIL = /\s*(?:#|\/\/)\s*(?:noqa|type:|nosec|pylint|pragma|eslint)[\s\S]*$/i
const SETTING =
  /^\s*(?:export\s+)?(?:const\s+|let\s+|var\s+|public\s+|static\s+|readonly\s+)*["']?[\w.-]+["']?\s*(?::|=(?!=))/

export function remarksOf(lines: Lines, comments: readonly Comment[]): Remarks {
  const trailing = new Map<number, string>()
  const blocks: Block[] = []
  for (const { text, at } of comments) {
    const line = lines.lineAt(at)
    const column = lines.columnAt(at)
    if (
      lines
        .textOf(line)
        .slice(0, column - 1)
        .trim() !== ''
    ) {
      trailing.set(line, text)
      continue
    }
    const texts = text.split('\n').map((one) => one.replace(/^\s*\*(?!\*)\s?/, '').replace(/\r$/, ''))
    const above = blocks.at(-1)
    if (above?.last === line - 1 && above.column === column && goOn(above.texts, texts)) {
      blocks[blocks.length - 1] = { ...above, last: line + texts.length - 1, texts: joined(above.texts, texts) }
    } else blocks.push({ first: line, last: line + texts.length - 1, column, texts })
  }
  const titles = titlesOf(blocks, lines)
  const byLast = new Map(blocks.filter((block) => !titles.isOne.has(block)).map((block) => [block.last, block]))
  return {
    docOf(line, lastLine) {
      const above = byLast.get(line - 1)
      return (
        docIn([trailing.get(line) ?? '']) ??
        docIn([trailing.get(lastLine) ?? '']) ??
        (above === undefined ? null : docIn(above.texts))
      )
    },
    groupOf: (line) => titles.of[line] ?? null,
  }
}

/** Whether comments on lines that follow one another are one; a title ends with itself, or with the rule below it. */
function goOn(above: readonly string[], more: readonly string[]): boolean {
  const isFull =
    isTitle(above[0] ?? '') || (above.length > 2 && RULE.test(above[0] ?? '') && RULE.test(above.at(-1) ?? ''))
  return !isFull && !isTitle(more[0] ?? '')
}

/** A title with marks around it. */
function isTitle(text: string): boolean {
  return !RULE.test(text) && DECORATED.test(text.trim())
}

/** Appends in place: a copy for each line of a long comment would take its time. */
function joined(above: readonly string[], more: readonly string[]): readonly string[] {
  const all = above as string[]
  for (const one of more) all.push(one)
  return all
}

interface Titles {
  readonly isOne: ReadonlySet<Block>
  /** By line; the first is of no line. */
  readonly of: readonly (string | null)[]
}

/**
 * Where a text has titles between rules or with marks around them, or with an empty line behind, those alone count;
 * else those that stand right above several settings. What stands above everything else is the title of the text.
 */
function titlesOf(blocks: readonly Block[], lines: Lines): Titles {
  const firstCode = firstCodeOf(blocks, lines)
  const strong = blocks.filter((block) => titleOf(block) !== null && isStrong(block, lines))
  const inner = strong.filter(({ first }) => first > firstCode)
  const kept = strong.filter(
    (block) => block.first > firstCode || (isDecorated(block) && (inner.length > 0 || !isFree(block, lines))),
  )
  if (kept.length > 0) return { isOne: new Set(strong), of: sections(kept, lines, false) }
  const weak = blocks.filter((block) => isOfSeveral(block) && isAboveSeveral(block, lines))
  const telling = weak.filter((block) => block.first > firstCode || !OF_FILE.test(titleOf(block) ?? ''))
  return { isOne: new Set([...strong, ...weak]), of: sections(telling, lines, true) }
}

function firstCodeOf(blocks: readonly Block[], lines: Lines): number {
  const commented = new Set(
    blocks.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, n) => first + n)),
  )
  for (let line = 1; line <= lines.count; line++) {
    if (!commented.has(line) && lines.textOf(line).trim() !== '') return line
  }
  return lines.count
}

function isStrong(block: Block, lines: Lines): boolean {
  return isDecorated(block) || (isFree(block, lines) && block.texts.length === 1)
}

/** Whether an empty line follows. */
function isFree({ last }: Block, lines: Lines): boolean {
  return last < lines.count && lines.textOf(last + 1).trim() === ''
}

function isDecorated({ texts }: Block): boolean {
  return texts.some((text) => (RULE.test(text) && text.trim().length >= 3) || DECORATED.test(text.trim()))
}

/** Null where no line of a comment is one. */
function titleOf({ texts }: Block): string | null {
  const text = texts.find((one) => !RULE.test(one) && !NO_DOC.test(one))
  if (text === undefined) return null
  const title = cleaned(text)
  return title === '' || title.length > LONGEST_TITLE || OLD_CODE.test(title) ? null : title
}

/** A sentence says what one setting does. */
function isOfSeveral(block: Block): boolean {
  const title = titleOf(block)
  return title !== null && !OF_ONE.test(title) && !/\.\s*$/.test(block.texts.at(-1) ?? '')
}

function isAboveSeveral(block: Block, lines: Lines): boolean {
  let settings = 0
  for (let line = block.last + 1; line <= lines.count; line++) {
    const text = lines.textOf(line)
    const column = text.length - text.trimStart().length + 1
    if (text.trim() === '' || column < block.column || /^\s*(?:#|\/\/|\/\*)/.test(text)) break
    if (column > block.column || /^\s*[)\]}]/.test(text)) continue
    if (!SETTING.test(text)) return false
    settings++
    if (settings > 1) return true
  }
  return false
}

/** A section ends where one of the same or an outer level begins, or the code of an outer level; a weak one where its paragraph does. */
function sections(titles: readonly Block[], lines: Lines, endsWithParagraph: boolean): (string | null)[] {
  const begins = new Map(titles.map((block) => [block.last + 1, block]))
  const of: (string | null)[] = [null]
  let open: { title: string; column: number }[] = []
  for (let line = 1; line <= lines.count; line++) {
    const text = lines.textOf(line)
    const title = begins.get(line)
    if (title !== undefined) {
      open = open.filter(({ column }) => column < title.column)
      open.push({ title: titleOf(title) ?? '', column: title.column })
    }
    const column = text.length - text.trimStart().length + 1
    if (text.trim() !== '' && !/^\s*[)\]}]/.test(text)) open = open.filter((one) => one.column <= column)
    else if (text.trim() === '' && endsWithParagraph) open = []
    of.push(open.at(-1)?.title ?? null)
  }
  return of
}

/** Comments in one line, without what is no prose or tells a secret; null where nothing is left. */
export function docIn(texts: readonly string[]): string | null {
  const lines = texts.filter(
    (text) =>
      !RULE.test(text) &&
      !NO_DOC.test(text) &&
      !OLD_CODE.test(text) &&
      !OF_NUMBER.test(cleaned(text)) &&
      !/^\s*@\w/.test(text) &&
      !tellsSecret(text, soundsSecret),
  )
  const doc = lines
    .slice(0, 10)
    .map((line) => cleaned(line.slice(0, 4 * LONGEST_DOC).replace(TAIL, '')))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (doc === '') return null
  if (doc.length <= LONGEST_DOC) return doc
  const sentence = /^.{20,160}?[.!?](?=\s)/.exec(doc)?.[0]
  return sentence ?? `${doc.slice(0, LONGEST_DOC).replace(/\s+\S*$/, '')}...`
}

function cleaned(text: string): string {
  const bare = text.slice(0, 4 * LONGEST_DOC).trim()
  return bare
    .replace(MARKS, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .trim()
}
