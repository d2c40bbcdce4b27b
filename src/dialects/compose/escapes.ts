import { CONTROLS } from '../controls.js'

const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g
const OCTAL = /^[0-3][0-7]{2}$/
const CHARACTERS: Readonly<Record<string, string>> = {
  ...CONTROLS,
  '"': '"',
  '\\': '\\',
  // Two of them stand for one where references are expanded.
  $: '$$',
}

/** A text between double quotes without its escapes. An octal number is written with a `0` before it, which is lost. */
export function unescaped(text: string): string {
  return text.replace(ESCAPE, (whole) => {
    const rest = whole.slice(1)
    if (!rest.startsWith('0')) return CHARACTERS[rest] ?? whole
    const digits = rest.slice(1)
    return OCTAL.test(digits) ? String.fromCodePoint(Number.parseInt(digits, 8)) : `\\${digits}`
  })
}
