/** What a literal may stand for. */
export type LiteralValue = string | number | boolean | null

/** A literal in a program's source or in JSON. */
export interface Literal {
  readonly value: LiteralValue
  readonly start: number
  readonly end: number
  /** A text's quote character; empty for what is no text. */
  readonly quote: string
}

const COMMENT = String.raw`\/\/.*|\/\*[\s\S]*?\*\/`
const PATTERN = String.raw`(?=\/)(?<=(?:^|[(,=:[!&|?{};+*%<>~^-]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^\\/[\n])+\/\w*`
const TEXT = ["'", '"', '`'].map((quote) => {
  const plain = String.raw`[^\\${quote}${quote === '`' ? '' : String.raw`\n`}]*`
  return String.raw`${quote}${plain}(?:\\[\s\S]${plain})*${quote}`
})
const DIGITS = String.raw`0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?`
const NUMBER = String.raw`(?:-\s*)?(?:${DIGITS})`
const WORD = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`
const TOKEN = new RegExp(`${COMMENT}|${PATTERN}|(?<text>${TEXT.join('|')})|(?<number>${NUMBER})|(?<word>${WORD})`, 'gu')

const WORDS: Readonly<Record<string, boolean | null>> = { __proto__: null, true: true, false: false, null: null }
const INTERPOLATED = /^(?:\\[\s\S]|[^\\])*?\$\{/
const ESCAPE = /\\(?:u\{(0*(?:10|[\da-fA-F])?[\da-fA-F]{1,4})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))/g
const ESCAPED: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f', 0: '\0' },
  ...{ '\n': '', '\r\n': '', '\r': '', '\u2028': '', '\u2029': '' },
}
const TO_ESCAPE = /[\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu

/**
 * The literals of a source, in order. The language is not parsed, so that a few may be missed or told wrongly, as within
 * templates within templates; whoever replaces one has to see what became of the program.
 */
export function literalsIn(source: string): Literal[] {
  return [...source.matchAll(TOKEN)].flatMap((match) => {
    const { text, number, word } = match.groups ?? {}
    const start = match.index
    const end = start + match[0].length
    if (text !== undefined) return textLiteral(text, start, end)
    if (number !== undefined) return numberLiterals(number, start, end)
    return word !== undefined && word in WORDS ? { value: WORDS[word] as boolean | null, start, end, quote: '' } : []
  })
}

function textLiteral(text: string, start: number, end: number): Literal | [] {
  const quote = text.charAt(0)
  const inner = text.slice(1, -1)
  return quote === '`' && INTERPOLATED.test(inner) ? [] : { value: unescaped(inner), start, end, quote }
}

/** Whether a minus belongs to a number is for the program to say. */
function numberLiterals(number: string, start: number, end: number): Literal[] {
  const digits = number.replace(/^-\s*/, '')
  const value = Number(digits.replaceAll('_', ''))
  const plain = { value, start: end - digits.length, end, quote: '' }
  return digits === number ? [plain] : [{ value: -value, start, end, quote: '' }, plain]
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, braced, four, two, other) => {
    const code = braced ?? four ?? two
    return code === undefined ? (ESCAPED[other] ?? other) : String.fromCodePoint(Number.parseInt(code, 16))
  })
}

/** A value as a literal between these quotes, of JavaScript, and of JSON between double ones. */
export function writeLiteral(value: LiteralValue, quote: string): string {
  if (typeof value !== 'string') return String(value)
  const inner = value.replace(TO_ESCAPE, escaped).replaceAll(quote, `\\${quote}`)
  return quote + (quote === '`' ? inner.replaceAll('${', '\\${') : inner) + quote
}

function escaped(character: string): string {
  const short: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
