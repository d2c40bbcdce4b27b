/** What JSON leaves as it is, and what ends a `<script>`, or a line for older readers. */
const UNSAFE = /[<\u2028\u2029]/g

/** A text as a literal that is both JSON and JavaScript, safe in a script of a page too. */
export function literalOf(text: string): string {
  return JSON.stringify(text).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
