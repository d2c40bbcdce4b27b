/** A string of a JSON text. */
export interface JsonString {
  /** The keys and, as `0`, `1`, the positions that lead to it. */
  readonly path: readonly string[]
  readonly text: string
  /** Where it begins, behind its quote, and as it is written. */
  readonly at: number
  readonly raw: string
}

const TOKEN = /"((?:[^"\\]|\\.)*)"|[{}[\],:]|[^\s"{}[\],:]+/gs
/** More levels than a package.json has. */
const DEEPEST = 20

/** The strings that are values in a text that is JSON, in order. */
export function jsonStrings(json: string): JsonString[] {
  const found: JsonString[] = []
  const path: string[] = []
  const keys: (string | null)[] = []
  let last: Omit<JsonString, 'path'> | null = null
  let depth = 0
  const end = () => {
    if (last !== null && depth <= DEEPEST) found.push({ ...last, path: [...path, keys.at(-1) ?? ''] })
    last = null
  }
  for (const { 0: token, 1: raw, index } of json.matchAll(TOKEN)) {
    if (raw !== undefined) last = { text: JSON.parse(token), at: index + 1, raw }
    else if (token === ':') {
      keys[keys.length - 1] = (last as Omit<JsonString, 'path'> | null)?.text ?? ''
      last = null
    } else if (token === '{' || token === '[') {
      if (depth > 0) path.push(keys.at(-1) ?? '')
      keys.push(null)
      depth += 1
    } else if (token === '}' || token === ']' || token === ',') {
      end()
      if (token === ',') continue
      keys.pop()
      path.pop()
      depth -= 1
    }
  }
  return found
}
