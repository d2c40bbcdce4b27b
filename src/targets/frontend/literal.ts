/**
 * What JSON leaves as it is and a script may not hold: what ends our quotes, a template or a `<script>`, what
 * `String.replace` reads in a replacement, line ends of older readers, and what does not show.
 */
const UNSAFE = /['`$<]|[\p{C}\p{Zl}\p{Zp}]/gu

/** A text as a JavaScript literal between single quotes, safe wherever a script may be put. */
export function textLiteral(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(UNSAFE, inEscapes)}'`
}

/** What such a literal, or a literal of another type, stands for as text; one that was broken by hand, for itself. */
export function plain(literal: string): string {
  try {
    return literal.startsWith("'") ? JSON.parse(`"${literal.slice(1, -1)}"`) : literal
  } catch {
    return literal
  }
}

/** A name as the key of a property. */
export function keyLiteral(name: string): string {
  return isWord(name) ? name : textLiteral(name)
}

/** Whether a name may stand in a script as it is. */
export function isWord(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

/** A literal that a page reads alike in whatever encoding its server says the file is. */
export function asciiLiteral(literal: string): string {
  return literal.replace(/[^ -~]/g, inEscapes)
}

/** Each UTF-16 unit as an escape of JSON and of JavaScript. */
function inEscapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
