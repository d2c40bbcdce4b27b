import type { Comment } from '../../../syntax/language.js'
import { linesOf } from '../../lines.js'

const MARK = /^(?:\/\/+|\/\*+|#)|\*+\/\s*$/g

/** The comments of a text, line by line: what was blanked in it. */
export function commentsIn(text: string, plain: string): Comment[] {
  return linesOf(text).flatMap(({ line, at }) => {
    const begin = differs(line, plain, at)
    return begin < 0 ? [] : [{ text: line.slice(begin).replace(MARK, ''), at: at + begin }]
  })
}

function differs(line: string, plain: string, at: number): number {
  for (let index = 0; index < line.length; index++) {
    if (line[index] !== plain[at + index]) return index
  }
  return -1
}
