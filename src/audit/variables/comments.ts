/** How comments begin: `//` and `/*`, or `#`. */
export type CommentStyle = 'slashes' | 'hash'

const STARTS: Readonly<Record<CommentStyle, RegExp>> = {
  slashes: /["'`]|\/\/|\/\*/g,
  hash: /["']|(?<![^\s;])#/g,
}
/** The rest of a text between quotes; those of the first two end with the line at the latest. */
const REST: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\\n]*(?:\\.[^"\\\n]*)*/y,
  "'": /[^'\\\n]*(?:\\.[^'\\\n]*)*/y,
  '`': /[^`\\]*(?:\\[\s\S][^`\\]*)*/y,
}

/** A text with its comments blanked, of the same length and with the same lines. */
export function withoutComments(text: string, style: CommentStyle): string {
  const starts = new RegExp(STARTS[style])
  const pieces: string[] = []
  let kept = 0
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    const end = endOf(match[0], match.index, text)
    if (REST[match[0]] === undefined) {
      pieces.push(text.slice(kept, match.index), blank(text.slice(match.index, end)))
      kept = end
    }
    starts.lastIndex = end
  }
  return pieces.join('') + text.slice(kept)
}

function endOf(start: string, at: number, text: string): number {
  const rest = REST[start]
  if (rest !== undefined) {
    rest.lastIndex = at + 1
    return at + 2 + (rest.exec(text)?.[0].length ?? 0)
  }
  const mark = start === '/*' ? '*/' : '\n'
  const end = text.indexOf(mark, at + start.length)
  return end < 0 ? text.length : end + (start === '/*' ? mark.length : 0)
}

export function blank(text: string): string {
  return text
    .split('\n')
    .map(({ length }) => ' '.repeat(length))
    .join('\n')
}
