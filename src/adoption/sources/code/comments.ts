import type { Comment } from '../../../syntax/language.js'

const MARK = /^(?:\/\/+|\/\*+|#)|\*+\/\s*$/g

/** The comments of a text, line by line: what was blanked in it. */
export function commentsIn(text: string, plain: string): Comment[] {
  const comments: Comment[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const begin = differs(line, plain, at)
    if (begin >= 0) comments.push({ text: line.slice(begin).replace(MARK, ''), at: at + begin })
    at += line.length + 1
  }
  return comments
}

function differs(line: string, plain: string, at: number): number {
  for (let index = 0; index < line.length; index++) {
    if (line[index] !== plain[at + index]) return index
  }
  return -1
}
