import type { Dialect } from '../../dialects/dialect.js'
import { referencesIn } from '../../expand.js'
import type { Assignment } from '../../model.js'
import { either, visible } from '../../text.js'
import { type Group, textsOf, viewsOf } from './views.js'
import { namesText } from './wording.js'

const PORTABLE_NAME = /^[A-Za-z_]\w*$/
const PLAIN = /^[\w./:@%,+-]*$/
const LONGEST_LINE = 160
const NONE = 'no way to write it is read alike by all; `config exec` hands on what Portolan reads'
const AGAIN = 'CRA and Next expand $ again where a .env file of their own folder has the variable too'
const AROUND = 'mend the lines around it: this line alone is read alike by all'

/** What is known of a variable that readers do not see alike. */
export interface Case {
  readonly key: string
  readonly groups: readonly Group[]
  /** Where Portolan reads it; null where it does not. */
  readonly assignment: Assignment | null
  /** Those that read the file. */
  readonly readers: readonly Dialect[]
  readonly isMasked: boolean
  /** Whether the value that `config exec` hands on has a `$` itself. */
  readonly keepsDollar: boolean
  /** Whether all would see it alike without a byte order mark and with line breaks of one character. */
  readonly isOfLineBreaks: boolean
}

/** What to write instead. */
export function cureFor(one: Case): string {
  const { key, groups, assignment, readers, isOfLineBreaks } = one
  if (assignment === null) return 'write it as KEY=value, on a line of its own'
  if (!PORTABLE_NAME.test(key)) return 'give it a name of letters, digits and _, which all readers take'
  if (isOfLineBreaks) return 'save the file with LF as its line breaks, and without a byte order mark'
  if (!assignment.literal && referencesIn(assignment.value).length > 0) return ofReference(one, assignment.value)
  if (isReadAs(key, assignment.value, assignment.sourceLine, readers)) return AROUND
  if (textsOf(groups).length === 0) return 'write it as KEY=value, on a line of its own'
  return ofText(one, assignment)
}

/** References are Portolan's own feature: what it hands on is resolved. */
function ofReference({ groups, keepsDollar }: Case, raw: string): string {
  const expanding = groups.filter(({ reading }) => 'text' in reading && reading.text !== raw)
  const [first] = expanding
  const alike = expanding.length === 1 && first !== undefined ? `; ${namesText(first.readers)} expand it alike` : ''
  const fine = 'fine under `config exec`, which hands on the resolved value'
  const again = keepsDollar ? `, in which ${AGAIN}` : ''
  return `${fine}${again}; for a reader that opens the file itself write the value out${alike}`
}

/** A line for what Portolan reads, and for every other text that may be meant. */
function ofText({ key, groups, readers, isMasked }: Case, assignment: Assignment): string {
  const own = assignment.value
  const line = portableLine(key, own, readers)
  const others = meantBeside(assignment, groups).flatMap((text) => portableLine(key, text, readers) ?? [])
  if (line === null)
    return ofNone(own, isMasked ? [] : others.filter((other) => other.includes('\\') && isShown(other)))
  if (hasComment(assignment)) {
    return `write ${shownOrStyle(line, key, isMasked)}, and the comment on a line of its own: all read that alike`
  }
  const lines = [...others, line]
  if (isMasked) return `write ${styleOf(lines[0] ?? line, key)}: all read that alike`
  const shown = lines.filter(isShown)
  const which = shown.length > 1 ? ', whichever is meant' : ''
  return `write ${shown.length > 0 ? either(shown) : styleOf(line, key)}${which}: all read that alike`
}

/** Longer texts, of which Portolan may have lost a part; between double quotes also what escapes stand for. */
function meantBeside({ value, column, sourceLine }: Assignment, groups: readonly Group[]): string[] {
  const hasEscapes = sourceLine[column - 1] === '"' && /[\\\r\n]/.test(value)
  return textsOf(groups).filter((text) => text !== value && (hasEscapes || text.length > value.length))
}

/** Whether a comment follows the value on its line. */
export function hasComment({
  value,
  column,
  sourceLine,
}: Pick<Assignment, 'value' | 'column' | 'sourceLine'>): boolean {
  const written = sourceLine.slice(column - 1)
  return ['', "'", '"', '`'].some((quote) => {
    const text = `${quote}${value}${quote}`
    return written.startsWith(text) && /^\s+#/.test(written.slice(text.length))
  })
}

/** Whether a line can be shown as it is to be written. */
function isShown(line: string): boolean {
  return line.length <= LONGEST_LINE && visible(line) === line
}

function shownOrStyle(line: string, key: string, isMasked: boolean): string {
  return isMasked || !isShown(line) ? styleOf(line, key) : line
}

/** How a line that is not shown is written. */
function styleOf(line: string, key: string): string {
  const quote = line[key.length + 1]
  if (quote === "'") return 'it between single quotes'
  return quote === '"' ? 'it between double quotes' : 'it without quotes'
}

/** Where no line is read alike, and others for what else may be meant. */
function ofNone(own: string, others: readonly string[]): string {
  const meant = others.length > 0 ? `; if ${either(others)} is meant, all read that alike` : ''
  if (PLAIN.test(own)) return 'give it another name: bash has a variable of this name itself'
  if (/[\r\n]/.test(own)) {
    return `no way to write several lines is read alike by all: keep them in a file of their own, or encode them${meant}`
  }
  return `${own.includes('$') ? `${NONE}, in which ${AGAIN}` : NONE}${meant}`
}

/** A line that every reader takes for just this value, or null. */
function portableLine(key: string, text: string, readers: readonly Dialect[]): string | null {
  if (/[\r\n]/.test(text)) return null
  const plain = PLAIN.test(text) ? [`${key}=${text}`] : []
  const lines = [...plain, ...(text.includes("'") ? [] : [`${key}='${text}'`]), `${key}="${text}"`]
  return lines.find((line) => isReadAs(key, text, line, readers)) ?? null
}

function isReadAs(key: string, text: string, line: string, readers: readonly Dialect[]): boolean {
  const views = viewsOf(`${line}\n`, readers)
  const [group, ...others] = views.groupsOf(key)
  if (group === undefined || others.length > 0 || views.keys.length > 1) return false
  return 'text' in group.reading && group.reading.text === text
}
