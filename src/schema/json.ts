/** V8 tells a place by its offset, or by ten characters before and after it, or, of a text that is cut short, not at all. */
const AT = / in JSON at position (\d+)/
const NEAR = /^(Unexpected token '.{1,2}'), (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/u
const REACH = 10

/** JSON that does not parse, and its first line that does not. */
export class JsonError extends SyntaxError {
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

/**
 * Reads JSON, with or without a byte order mark.
 * @throws JsonError, whose message holds nothing of the text, which may be secret, but one character
 */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(json)
  } catch (error) {
    throw jsonError((error as SyntaxError).message, json)
  }
}

function jsonError(message: string, json: string): JsonError {
  const [, token = '', isCut, excerpt] = NEAR.exec(message) ?? []
  if (excerpt !== undefined) {
    const within = isCut ? REACH : excerpt.indexOf(token.at(-2) ?? '')
    return new JsonError(`${token} in JSON`, lineAt(json.indexOf(excerpt) + within, json))
  }
  const [place, offset] = AT.exec(message) ?? []
  const at = offset === undefined ? json.trimEnd().length : Number(offset)
  return new JsonError(
    place === undefined ? message : `${message.slice(0, message.indexOf(place))} in JSON`,
    lineAt(at, json),
  )
}

function lineAt(offset: number, text: string): number {
  return text.slice(0, offset).split(/\r\n?|\n/).length
}
