/** A text or a number as it is written in most languages. */
const LITERAL = String.raw`(?:String::from\(|Some\()?&?(?:"([^"\\\n]{0,500})"|'([^'\\\n]{0,500})'|(\d[\d_]{0,8})(?![\w.]))`
const QUOTE = /["'\x60]/y
/** `getenv("X", "8203")`, `ENV.fetch('X', 3000)`, `env: "X", default_value = "8203"` */
const BESIDE = new RegExp(String.raw`\s{0,20},\s{0,20}(?:default\w{0,10}\s{0,5}[=:]\s{0,5})?${LITERAL}`, 'y')
/** `env:"X" envDefault:"8203"` */
const TAG = /(?:,\w{1,20}){0,3}"?\s{1,5}(?:envDefault|default):"([^"\\\n]{0,200})"/y
const CLOSES = /\s{0,20}[)\]}!]/y
const SAME =
  /\s{0,40}\??\.(?:to_i|to_s|toInt|toInteger|toIntOrNull|parse(?:::<\w{1,20}>)?|ok|trim|strip|and_then|map|toString)(?:\([^()\n]{0,80}(?:\([^()\n]{0,80}\)[^()\n]{0,80}){0,3}\))?/y
const OTHERWISE = new RegExp(String.raw`\s{0,40}(?:\|\||\?\?|\?:|\bor\b)\s{0,20}\(?${LITERAL}`, 'y')
const METHOD = new RegExp(
  String.raw`\s{0,40}\.(?:unwrap_or(?:_else)?|orElse(?:Get)?|getOrElse)\(\s{0,20}(?:\|[^|\n]{0,20}\||\(\)\s{0,5}->)?\s{0,20}${LITERAL}`,
  'y',
)
const BLOCK = new RegExp(String.raw`\s{0,5}\{\s{0,5}${LITERAL}\s{0,5}\}`, 'y')
/** `if port == "" { port = "8080" }` on the next line. */
const NEXT =
  /[ \t]{0,20}\r?\n\s{0,40}if\s{1,5}(\w{1,40})\s{0,5}==\s{0,5}""\s{0,5}\{\s{0,40}\1\s{0,5}=\s{0,5}"([^"\\\n]{0,500})"/y
const MOST_STEPS = 8

/**
 * What stands in for a variable where it is unset, read behind its name; null where nothing does, or where that is made
 * of something else.
 * @param text without comments
 */
export function fallbackAfter(text: string, end: number): string | null {
  const quote = matched(QUOTE, text, end)
  let at = end + (quote?.[0].length ?? 0)
  if (quote !== null) {
    const beside = matched(BESIDE, text, at) ?? matched(TAG, text, end)
    if (beside !== null) return literalIn(beside)
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const told = matched(OTHERWISE, text, at) ?? matched(METHOD, text, at) ?? matched(BLOCK, text, at)
    if (told !== null) return literalIn(told)
    const next = matched(NEXT, text, at)
    if (next !== null) return next[2] ?? null
    const passed = matched(CLOSES, text, at) ?? matched(SAME, text, at)
    if (passed === null) return null
    at += passed[0].length
  }
  return null
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** A text with something filled in has no value that could be told. */
function literalIn(match: RegExpExecArray): string | null {
  const literal = match.slice(1).find((one) => one !== undefined) ?? ''
  return /[#$]\{|\{\w*\}/.test(literal) ? null : /^\d/.test(literal) ? literal.replaceAll('_', '') : literal
}
