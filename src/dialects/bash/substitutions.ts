import { Stop } from './script.js'

/**
 * The offset behind a closing character that no backslash stands before.
 * @throws Stop where there is none
 */
export function unquotedEnd(text: string, from: number, close: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === close) return at + 1
    if (text[at] === '\\') at += 1
  }
  throw new Stop('failure')
}

/**
 * The offset behind the parenthesis that closes a command substitution.
 * @throws Stop where there is none
 */
export function closingParenthesis(text: string, from: number): number {
  let open = 1
  let at = from
  while (at < text.length) {
    const character = text[at] ?? ''
    if (character === "'" || character === '"' || character === '`') {
      at = character === "'" ? literalEnd(text, at + 1) : unquotedEnd(text, at + 1, character)
      continue
    }
    if (character === '(') open += 1
    if (character === ')') open -= 1
    if (open === 0) return at + 1
    at += character === '\\' ? 2 : 1
  }
  throw new Stop('failure')
}

function literalEnd(text: string, from: number): number {
  const close = text.indexOf("'", from)
  if (close < 0) throw new Stop('failure')
  return close + 1
}
