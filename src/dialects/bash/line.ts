import { type Command, type Setting, Stop, type Word } from './script.js'
import { readWord } from './words.js'

const BLANK = /(?:[ \t]|\\\n)*/y
const BLANKS = /(?:[ \t\n]|\\\n|#[^\n]*)*/y
const ASSIGNMENT = /([A-Za-z_][A-Za-z0-9_]*)(\+?)=/y
const ELEMENT = /[A-Za-z_][A-Za-z0-9_]*\[[^\]\n]*\]\+?=/y
const PLAIN_ARRAY = /\([\w./ \t\n-]*\)(?=[\s;&|]|$)/y
const REDIRECTION = /\d*(?:&>>?|[<>])/y
const OPENS = new Set('if case for select while until function time coproc { ! [['.split(' '))
const CLOSES = new Set('then elif else fi esac do done in } ]]'.split(' '))

/** The commands of one logical line, and the names that it was about to set when a reading of it stops. */
export interface Line {
  readonly commands: Command[]
  readonly names: string[]
  readonly text: string
  at: number
}

type Draft = { -readonly [field in keyof Command]: Command[field] } & {
  settings: Setting[]
  exported: Setting[]
  words: Word[]
}

function skip(pattern: RegExp, line: Line): void {
  pattern.lastIndex = line.at
  if (pattern.test(line.text)) line.at = pattern.lastIndex
}

/** Goes on to where the next command begins; false at the end of the text. */
export function toCommand(line: Line): boolean {
  skip(BLANKS, line)
  return line.at < line.text.length
}

/**
 * Reads a line with all its commands: the shell runs none of them before it has read them all.
 * @throws Stop where it cannot be read
 */
export function readLine(line: Line): void {
  let after: Command['after'] = ''
  let piped = false
  let listStart = line.commands.length
  for (;;) {
    const command = readCommand(line, after)
    command.apart ||= piped
    line.commands.push(command)
    const operator = readOperator(line)
    if (operator === '' || operator === '\n') return
    after = operator === '&&' || operator === '||' ? operator : ''
    piped = operator === '|'
    if (piped) command.apart = true
    if (operator === '&') for (const one of line.commands.slice(listStart)) one.apart = true
    if (operator === ';' || operator === '&') {
      listStart = line.commands.length
      if (endsHere(line)) return
    } else if (!toCommand(line)) throw new Stop('failure')
  }
}

/** Whether nothing but a comment follows on the line. */
function endsHere(line: Line): boolean {
  skip(BLANK, line)
  const next = line.text[line.at]
  return next === undefined || next === '\n' || next === '#'
}

function readOperator(line: Line): string {
  const { text, at } = line
  const operator = ['&&', '||', ';;', ';', '&', '|', '\n'].find((one) => text.startsWith(one, at)) ?? ''
  if (operator === ';;' || '()'.includes(text[at] ?? ' ')) throw new Stop('failure')
  line.at += operator.length
  if (operator === '|' && text[line.at] === '&') line.at += 1
  return operator
}

function readCommand(line: Line, after: Command['after']): Draft {
  const command: Draft = { after, apart: false, settings: [], words: [], exported: [], redirects: false }
  const start = line.at
  for (;;) {
    skip(BLANK, line)
    const next = line.text[line.at]
    if (next === '#') skip(/[^\n]*/y, line)
    if (next === undefined || next === '#' || '\n;&|'.includes(next)) {
      if (!isRedirection(line)) break
    }
    if (next === '(' || next === ')') throw new Stop(isDefinition(line, command) ? 'shell' : 'failure')
    if (isRedirection(line)) readRedirection(line, command)
    else readPart(line, command)
  }
  const isEmpty = command.settings.length + command.words.length === 0 && !command.redirects
  if (isEmpty && (line.text[line.at] ?? '\n') !== '\n') throw new Stop('failure')
  if (isEmpty && start === line.at && after !== '') throw new Stop('failure')
  return command
}

/** Whether a parenthesis begins a group or a function: a list of its own, which is not followed here. */
function isDefinition(line: Line, { settings, words }: Draft): boolean {
  if (line.text[line.at] === ')' || settings.length > 0) return false
  return words.length === 0 || (words.length === 1 && /\([ \t]*\)/y.test(line.text.slice(line.at, line.at + 20)))
}

function isRedirection(line: Line): boolean {
  REDIRECTION.lastIndex = line.at
  return REDIRECTION.test(line.text)
}

function readRedirection(line: Line, command: Draft): void {
  skip(REDIRECTION, line)
  const next = line.text[line.at] ?? ''
  if ('<(&|>'.includes(next)) throw new Stop('shell')
  skip(BLANK, line)
  const { word, end } = readWord(line.text, line.at, false)
  if ((end === line.at && !word.isQuoted) || line.text[line.at] === '#') throw new Stop('failure')
  if (word.parts.some((part) => typeof part !== 'string')) throw new Stop('shell')
  line.at = end
  command.redirects = true
}

/** An assignment, as far as no other word stands before it or they are `export`'s; else a word. */
function readPart(line: Line, command: Draft): void {
  const isExport = literalOf(command.words[0]) === 'export'
  const setting = command.words.length === 0 || isExport ? readSetting(line, isExport) : null
  if (setting !== null) {
    ;(isExport ? command.exported : command.settings).push(setting)
    return
  }
  const { word, end } = readWord(line.text, line.at, false)
  if (command.words.length + command.settings.length === 0 && !word.isQuoted) refuseReserved(literalOf(word))
  command.words.push(word)
  line.at = end
}

function readSetting(line: Line, isExported: boolean): Setting | null {
  ELEMENT.lastIndex = line.at
  if (ELEMENT.test(line.text)) throw new Stop('shell')
  ASSIGNMENT.lastIndex = line.at
  const [head = '', name = '', appends = ''] = ASSIGNMENT.exec(line.text) ?? []
  if (head === '') return null
  line.names.push(name)
  line.at += head.length
  if (line.text[line.at] === '(') return { name, appends: false, value: readArray(line, isExported) }
  if (/[<>]\(/y.test(line.text.slice(line.at, line.at + 2))) throw new Stop('shell')
  const { word, end } = readWord(line.text, line.at, true)
  line.at = end
  return { name, appends: appends !== '', value: word }
}

/** An array, as far as it is a plain one: what else a shell makes of the parentheses is not followed. */
function readArray(line: Line, isExported: boolean): null {
  PLAIN_ARRAY.lastIndex = line.at
  if (isExported || !PLAIN_ARRAY.test(line.text)) throw new Stop('shell')
  line.at = PLAIN_ARRAY.lastIndex
  return null
}

/** The text of a word without quotes and expansions; null where it has them. */
export function literalOf(word: Word | undefined): string | null {
  if (word === undefined || word.isQuoted || word.parts.some((part) => typeof part !== 'string')) return null
  return word.parts.join('')
}

function refuseReserved(word: string | null): void {
  if (word !== null && OPENS.has(word)) throw new Stop('shell')
  if (word !== null && CLOSES.has(word)) throw new Stop('failure')
}
