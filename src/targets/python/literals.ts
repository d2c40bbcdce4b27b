import { visible } from '../../text.js'

/** How long a line may be, in characters. */
export const WIDTH = 120

/** A value of JSON's kinds as a Python expression. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return stringLiteral(value)
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  const pairs = Object.entries(value).map(([key, inner]) => `${literal(key)}: ${literal(inner)}`)
  return `{${pairs.join(', ')}}`
}

/** A text between quotes, what does not print as escapes. A lone surrogate stays one, as an escape. */
function stringLiteral(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = [...text].map((character) => {
    if (character === quote || character === '\\') return `\\${character}`
    return visible(character) === character ? character : escapeOf(character)
  })
  return `${quote}${escaped.join('')}${quote}`
}

function escapeOf(character: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character]
  const code = character.codePointAt(0) ?? 0
  if (short !== undefined) return short
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** The text that a literal of ours stands for; null where it is none. */
export function readLiteral(source: string): string | null {
  const match = /^'((?:[^'\\\n]|\\.)*)'$|^"((?:[^"\\\n]|\\.)*)"$/.exec(source)
  if (match === null) return null
  const inner = match[1] ?? match[2] ?? ''
  return inner.replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (_, short, long, plain) => {
    if (plain !== undefined) return { n: '\n', r: '\r', t: '\t' }[plain as string] ?? plain
    return String.fromCodePoint(Number.parseInt(short ?? long, 16))
  })
}

/** A call on one line, or with an argument to a line where that is too long. */
export function call(head: string, args: readonly string[], tail = ''): string {
  const line = `${head}(${args.join(', ')})`
  if (line.length + tail.length <= WIDTH) return line + tail
  const inner = args.join(', ')
  if (inner.length <= WIDTH - 4) return `${head}(${tail}\n    ${inner}\n)`
  const rows = args.map((one) => `    ${split(one)},\n`)
  return `${head}(${tail}\n${rows.join('')})`
}

/** A long string literal as several, one to a line, which Python joins. */
function split(argument: string): string {
  const [, name = '', quote] = /^(\w+=)?(['"])/.exec(argument) ?? []
  if (argument.length <= WIDTH - 5 || quote === undefined) return argument
  const inner = argument.slice(name.length + 1, -1)
  const pieces = inner.match(/(?:\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\.|[^\\]){1,10}/gu) ?? []
  const rows: string[] = []
  let row = ''
  for (const piece of pieces) {
    if (row.length + piece.length > WIDTH - 16) {
      rows.push(row)
      row = ''
    }
    row += piece
  }
  rows.push(row)
  return `${name}(\n${rows.map((one) => `        ${quote}${one}${quote}\n`).join('')}    )`
}

/** Items filled into lines, each line indented. */
export function filled(items: readonly string[]): string {
  const lines: string[] = []
  let line = ''
  for (const item of items) {
    if (line !== '' && 4 + line.length + item.length + 2 > WIDTH) {
      lines.push(`    ${line}\n`)
      line = ''
    }
    line += line === '' ? `${item},` : ` ${item},`
  }
  return lines.join('') + (line === '' ? '' : `    ${line}\n`)
}

/** A text inside a docstring or behind `#`, on one line. */
export function remark(text: string, longest: number): string {
  const shown = visible(text)
  return shown.length <= longest ? shown : `${shown.slice(0, longest - 3)}...`
}
