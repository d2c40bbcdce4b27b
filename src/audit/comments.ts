/** What exempts a line, and what a file in one of its first lines. */
const LINE = /portolan-ignore(?![\w-])/
const FILE = /portolan-ignore-file(?![\w-])/
const FIRST_LINES = 10
/** A line that is nothing but a comment, in the languages that ports are written in. */
const COMMENT = /^\s*(?:#|\/\/|\/?\*|--|;|%|<!--|\{\s*\/\*|\{#)/

/** Whether a comment on a line, or one that has the line above for itself, exempts the numbers of the line. */
export function isExempt(line: string, above: string): boolean {
  return LINE.test(line) || (COMMENT.test(above) && LINE.test(above))
}

/** Whether a comment near the top of a text exempts all of it. */
export function isExemptFile(bytes: Buffer): boolean {
  return FILE.test(bytes.toString('utf8', 0, endOfLine(bytes, FIRST_LINES)))
}

/** Where the nth line ends, or the text, if it has fewer. */
function endOfLine(bytes: Buffer, count: number): number {
  let end = -1
  for (let line = 1; line <= count; line++) {
    end = bytes.indexOf('\n', end + 1)
    if (end < 0) return bytes.length
  }
  return end
}
