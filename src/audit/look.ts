import { blocksIn, MARKER } from '../targets/docs/blocks.js'
import { withoutFirstLine } from '../targets/first-line.js'
import { candidatesIn, type Occurrence } from './candidates.js'
import { isExemptFile } from './comments.js'
import { utf8Of } from './encoding.js'
import { judge } from './judge/index.js'
import type { Finding, PortNames } from './model.js'
import { numbersIn, type Sought } from './numbers.js'
import { SMALL } from './ports.js'
import { bytesOf, type Unread } from './read.js'
import { type Read, type Usage, usageIn } from './usage.js'

/** In bytes. Our own first line is shorter. */
const FIRST_LINE = 256
/** A file with more of the sought numbers is data, which nobody edits by hand. */
const MOST = 1000

/** A finding with what its whole line says. */
export interface Found extends Finding {
  readonly text: string
  /** Where the number stands in it. */
  readonly at: number
}

/** What was found in some files. */
export interface Look {
  readonly found: Found[]
  readonly reads: Read[]
  /** The names among those asked for that stand in a file. */
  readonly named: Set<string>
  /** Files that could not be read, those of more than 16 MiB, and those that are data; absolute. */
  readonly unreadable: string[]
  readonly large: string[]
  readonly data: string[]
}

/** What is looked for. */
export interface Question {
  /** Absolute, with `/` and without one at the end. */
  readonly root: string
  readonly ports: PortNames
  /** Names to look for in the project's own files, beside the variables that those read. */
  readonly names: readonly string[]
}

export function emptyLook(): Look {
  return { found: [], reads: [], named: new Set(), unreadable: [], large: [], data: [] }
}

/** Looks into a file, absolute, and adds what it finds. */
export function lookInto(file: string, question: Question, sought: Sought, look: Look): void {
  let bytes: Buffer | Unread
  try {
    bytes = bytesOf(file)
  } catch {
    look.unreadable.push(file)
    return
  }
  if (bytes === 'large') look.large.push(file)
  if (typeof bytes !== 'string') lookIntoText(file, utf8Of(bytes), question, sought, look)
}

function lookIntoText(file: string, bytes: Buffer, { root, ports, names }: Question, sought: Sought, look: Look): void {
  const path = file.slice(root.length + 1)
  const starts = numbersIn(bytes, sought)
  if (starts.length > MOST) look.data.push(file)
  else if (starts.length > 0 && !isOurs(bytes) && !isExemptFile(bytes)) {
    const isGenerated = generatedLines(bytes)
    const candidates = candidatesIn(path, bytes, starts).filter(({ line }) => !isGenerated(line))
    look.found.push(...candidates.flatMap((one) => foundAt(one, ports)))
  }
  if (isOwn(path)) addUsage(usageIn(path, bytes, names, look.named), look)
}

/** What packages read of the environment is not the project's to declare. */
function isOwn(path: string): boolean {
  return !path.includes('node_modules/')
}

/** Whether a file is generated. */
function isOurs(bytes: Buffer): boolean {
  const head = bytes.toString('utf8', 0, FIRST_LINE)
  return withoutFirstLine(head) !== head
}

/** Whether a line is in a block that is kept by the target `docs`. */
function generatedLines(bytes: Buffer): (line: number) => boolean {
  if (!bytes.includes(MARKER)) return () => false
  const { blocks } = blocksIn(bytes.toString('utf8'))
  return (line) => blocks.some((block) => block.line < line && line < block.lastLine)
}

function foundAt(occurrence: Occurrence, ports: PortNames): Found[] {
  const verdict = judge(occurrence, ports)
  if (verdict === null || (Number(occurrence.number) < SMALL && verdict.sure !== 'high')) return []
  const { path, line, column, whole } = occurrence
  return [{ ...verdict, path, line, column, text: whole, at: column - 1 }]
}

function addUsage({ reads, named }: Usage, look: Look): void {
  for (const read of reads) look.reads.push(read)
  for (const name of named) look.named.add(name)
}
