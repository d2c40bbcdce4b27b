import { parseJson } from '../../schema/json.js'

/** An object of JSON. */
export type Data = Readonly<Record<string, unknown>>

/** Null where a text is missing, cannot be read, or is no object. */
export function dataIn(text: string | undefined): Data | null {
  if (text === undefined) return null
  try {
    return objectIn(parseJson(text))
  } catch {
    return null
  }
}

/** Null where a value of JSON is no object. */
export function objectIn(value: unknown): Data | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : null
}

/** A member of an object in a JSON text, by offsets. */
interface Member {
  readonly key: string
  readonly start: number
  readonly valueStart: number
  readonly end: number
}

interface JsonObject {
  readonly open: number
  /** Where its `}` is. */
  readonly close: number
  readonly members: readonly Member[]
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/**
 * A JSON text in which an object at the top has members more, at its end; nothing else of the text changes. Line ends
 * and indentation are those of the text.
 * @param text that of an object
 * @param path the keys of objects to go into, made where they are not there
 */
export function withMembers(text: string, path: readonly string[], added: Readonly<Record<string, unknown>>): string {
  const lineEnd = /\r\n|\n/.exec(text)?.[0] ?? '\n'
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  '
  let object = objectAt(text, text.indexOf('{'))
  for (const [depth, key] of path.entries()) {
    // Of a key that is there twice JSON takes the last.
    const member = object.members.findLast((one) => one.key === key)
    if (member === undefined)
      return insert(text, object, depth, { [key]: nested(path.slice(depth + 1), added) }, indent, lineEnd)
    object = objectAt(text, member.valueStart)
  }
  return insert(text, object, path.length, added, indent, lineEnd)
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value)
}

function insert(
  text: string,
  { open, close, members }: JsonObject,
  depth: number,
  added: Readonly<Record<string, unknown>>,
  indent: string,
  lineEnd: string,
): string {
  const last = members.at(-1)
  const isFlat = last !== undefined && !text.slice(open, close).includes('\n')
  const own = indent.repeat(depth + 1)
  const before = isFlat ? ' ' : lineEnd + own
  const lines = Object.entries(added).map(([key, value]) => {
    const json = isFlat ? flatJson(value) : JSON.stringify(value, null, indent)
    return `${before}${JSON.stringify(key)}: ${json.replaceAll('\n', lineEnd + own)}`
  })
  const at = last?.end ?? open + 1
  const behind = last === undefined ? lineEnd + indent.repeat(depth) : ''
  const rest = last === undefined ? text.slice(close) : text.slice(at)
  return text.slice(0, at) + (last === undefined ? '' : ',') + lines.join(',') + behind + rest
}

function flatJson(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\n */g, ' ')
}

/** The object whose `{` is at an offset. */
function objectAt(text: string, open: number): JsonObject {
  const members: Member[] = []
  let depth = 0
  let key: { text: string; start: number } | null = null
  let valueStart = -1
  let end = open
  TOKEN.lastIndex = open
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [token] = found
    if (depth === 1 && (token === ',' || token === '}') && key !== null) {
      members.push({ key: JSON.parse(key.text), start: key.start, valueStart, end })
      key = null
      valueStart = -1
    }
    if (token === '}' && depth === 1) return { open, close: found.index, members }
    if (depth === 1 && key === null && token.startsWith('"')) key = { text: token, start: found.index }
    else if (depth === 1 && key !== null && token !== ':' && valueStart < 0) valueStart = found.index
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    end = found.index + token.length
  }
  return { open, close: text.length, members }
}
