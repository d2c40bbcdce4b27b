import { referencesIn } from '../../expand.js'
import type { Assignment } from '../../model.js'
import { either, visible } from '../../text.js'
import { type Group, textsOf, viewsOf } from './views.js'
import { namesText } from './wording.js'

const PORTABLE_NAME = /^[A-Za-z_]\w*$/
const LONGEST_LINE = 160
const NONE = 'no way to write it is read alike by all: `config exec` hands every consumer what Portolan reads'

/** What is known of a variable that readers do not see alike. */
export interface Case {
  readonly key: string
  readonly groups: readonly Group[]
  /** Where Portolan reads it; null where it does not. */
  readonly assignment: Assignment | null
  readonly isMasked: boolean
  /** Whether all would see it alike without a byte order mark and with line breaks of one character. */
  readonly isOfLineBreaks: boolean
}

/** What to write instead. */
export function cureFor({ key, groups, assignment, isMasked, isOfLineBreaks }: Case): string {
  if (assignment === null) return 'write it as KEY=value, on a line of its own'
  if (!PORTABLE_NAME.test(key)) return 'give it a name of letters, digits and _, which all readers take'
  if (isOfLineBreaks) return 'save the file with LF as its line breaks, and without a byte order mark'
  if (!assignment.literal && referencesIn(assignment.value).length > 0) return ofReference(assignment.value, groups)
  if (textsOf(groups).length === 0) return 'write it as KEY=value, on a line of its own'
  return isMasked ? ofMasked(key, groups) : ofText(key, assignment.value, groups)
}

/** References are Portolan's own feature: what it hands on is resolved. */
function ofReference(raw: string, groups: readonly Group[]): string {
  const expanding = groups.filter(({ reading }) => 'text' in reading && reading.text !== raw)
  const [first] = expanding
  const alike = expanding.length === 1 && first !== undefined ? `; ${namesText(first.readers)} expand it alike` : ''
  const fine = 'fine under `config exec`, which hands on the resolved value'
  return `${fine}; for a reader that opens the file itself write the value out${alike}`
}

/** A line for what Portolan reads, and for every longer text, of which it may have lost a part. */
function ofText(key: string, own: string, groups: readonly Group[]): string {
  const others = textsOf(groups).filter((text) => text !== own)
  const line = portableLine(key, own)
  if (line !== null) {
    const longer = others.filter((text) => text.length > own.length).flatMap((text) => shownLine(key, text))
    const lines = [...longer, ...shownLine(key, own)]
    const which = lines.length > 1 ? ', whichever is meant' : ''
    return `write ${lines.length > 0 ? either(lines) : styleOf(line, key)}${which}: all read that alike`
  }
  const [other] = others.filter((text) => text.includes('\\')).flatMap((text) => shownLine(key, text))
  return other === undefined ? ofNone([own]) : `${ofNone([own])}; if ${other} is meant, all read that alike`
}

/** How a line that is not shown is written. */
function styleOf(line: string, key: string): string {
  const quote = line[key.length + 1]
  if (quote === "'") return 'it between single quotes'
  return quote === '"' ? 'it between double quotes' : 'it without quotes'
}

/** A portable line where it can be shown as it is to be written. */
function shownLine(key: string, text: string): string[] {
  const line = portableLine(key, text)
  return line === null || line.length > LONGEST_LINE || visible(line) !== line ? [] : [line]
}

function ofMasked(key: string, groups: readonly Group[]): string {
  const texts = textsOf(groups)
  if (texts.every((text) => portableLine(key, text) === null)) return ofNone(texts)
  return "write it between single quotes, which all read alike where it has no ', $, \\ or line break in it"
}

function ofNone(texts: readonly string[]): string {
  if (!texts.some((text) => /[\r\n]/.test(text))) return NONE
  return 'no way to write several lines is read alike by all: keep them in a file of their own, or encode them'
}

/** A line that every reader takes for just this value, or null. */
function portableLine(key: string, text: string): string | null {
  if (/[\r\n]/.test(text)) return null
  const plain = /^[\w./:@%,+-]*$/.test(text) ? [`${key}=${text}`] : []
  const lines = [...plain, ...(text.includes("'") ? [] : [`${key}='${text}'`]), `${key}="${text}"`]
  return lines.find((line) => isReadAs(key, text, line)) ?? null
}

function isReadAs(key: string, text: string, line: string): boolean {
  const views = viewsOf(`${line}\n`)
  const [group, ...others] = views.groupsOf(key)
  if (group === undefined || others.length > 0 || views.keys.length > 1) return false
  return 'text' in group.reading && group.reading.text === text
}
