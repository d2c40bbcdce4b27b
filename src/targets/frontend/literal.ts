/**
 * What JSON leaves as it is and a script may not hold: what ends our quotes, a template or a `<script>`, what
 * `String.replace` reads in a replacement, line ends of older readers, and what does not show.
 */
const UNSAFE = /['`$<]|[\p{C}\p{Zl}\p{Zp}]/gu

/** A text as a JavaScript literal between single quotes, safe wherever a script may be put. */
export function textLiteral(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(UNSAFE, escaped)}'`
}

/** The text of such a literal. */
export function textOf(literal: string): string {
  return JSON.parse(`"${literal.slice(1, -1)}"`)
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
