import { envFilesOf, isLocalFile } from '../../env-file/names.js'
import { rangeText } from '../../ports/range.js'
import { aligned } from '../../text.js'
import type { TargetRequest } from '../target.js'
import { plain } from './label.js'
import type { Guarded, Opening, Rules } from './rules.js'

/** What a file says of itself above its rules: lines of a comment, without what begins one. */
export interface Preamble {
  /** Commands that look at the file and apply it, each a line; empty for a word between them. */
  readonly apply: readonly string[]
  /** What the rules decide, and what they leave to others. */
  readonly about: readonly string[]
  /** What becomes of ports that Docker publishes. */
  readonly docker: readonly string[]
}

const INDENT = '  '
/** A line of the list: the setting and its first port. */
const STATED = /^#? {2,}([^\s=]+)=([0-9]+) /gm

/** Where the values are from, how the file is applied, what it does, and every port with who may reach it. */
export function preambleOf(
  tool: string,
  request: TargetRequest,
  rules: Rules,
  { apply, about, docker }: Preamble,
): string[] {
  return [
    `Rules for ${tool}, made of ${originOf(request)}. Nobody applies them but you:`,
    '',
    ...apply.map((line) => INDENT + line),
    '',
    ...about,
    '',
    ...docker,
    '',
    ...listOf(rules).map((line) => INDENT + line),
  ]
}

/** Lines as comments after a mark. */
export function commented(lines: readonly string[], mark: string): string {
  return lines.map((line) => `${mark} ${line}`.trimEnd()).join('\n')
}

/** The settings and first ports that one of the files states. */
export function statedIn(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(STATED)].map(([, name = '', port = '']) => [name, port]))
}

/** A path as a word of a shell. */
export function shellWord(path: string): string {
  const text = plain(path)
  return /^[\w./@:=+-]+$/.test(text) ? text : `'${text}'`
}

/** Which layers were asked, not which are there: that changes nothing else. */
function originOf({ resolution: { mode }, options }: TargetRequest): string {
  const layers =
    options.scope === 'local'
      ? ['all layers of one machine']
      : ['the schema', ...envFilesOf(mode).filter((path) => !isLocalFile(path))]
  return `${layers.join(', ')} (${mode === null ? 'no mode' : `mode ${mode}`})`
}

function listOf({ open, closed }: Rules): string[] {
  const rows = [
    ...open.map((opening) => rowOf(opening, `open to ${whoMay(opening)}`)),
    ...closed.map((one) => rowOf(one, 'closed')),
  ]
  return rows.length === 0 ? ['(no ports)'] : aligned(rows)
}

function rowOf({ name, doc, protocol, ports }: Guarded, access: string): string[] {
  return [`${plain(name)}=${ports.first}`, `${rangeText(ports)}/${protocol}`, access, plain(doc)]
}

function whoMay({ sources }: Opening): string {
  return sources.length === 0 ? 'everyone' : sources.join(', ')
}
