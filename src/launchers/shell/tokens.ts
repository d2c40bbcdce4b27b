import type { Environment } from '../../world.js'

/** What parts the commands of a script. */
export type Separator = '&&' | '||' | ';' | '|' | '&' | '(' | ')'

export type Token = Separator | { readonly word: string }

/** One after the other, whatever the text. */
const PART = new RegExp(
  [
    /(?<space>[ \t]+)/,
    /(?<comment>(?<![^\s;&|()])#[^\n]*)/,
    /(?<redirection>(?:(?<![^\s;&|()])[0-9]+)?(?:&>|>>|>&|>|<)[ \t]*[^\s;&|()<>]*)/,
    /(?<separator>&&|\|\||[;|&()\n\r])/,
    /'(?<literal>[^']*)'/,
    /"(?<text>(?:\\.|[^"\\])*)"/,
    /\\(?<escaped>.)/,
    // A command within a word stays as it is written.
    /(?<plain>(?:\$\([^()]*\)|`[^`]*`|[^\s;&|()<>'"\\`])+|.)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gsy',
)

const REFERENCE = /\$(?:\{(?<braced>[A-Za-z_]\w*)(?:(?<sign>:?-)(?<otherwise>[^${}`]*))?\}|(?<bare>[A-Za-z_]\w*))/g

/** In characters; a longer value is no name, folder or mode, and stays as it is referred to. */
const LONGEST = 1000

/**
 * The words of a shell's script, without quotes and redirections, and what parts its commands. `$NAME`, `${NAME}` and
 * `${NAME:-text}` are looked up; whatever else a shell would make of a text stays as it is written.
 */
export function tokensOf(script: string, env: Environment): Token[] {
  const tokens: Token[] = []
  let word: string | null = null
  const end = () => {
    if (word !== null) tokens.push({ word })
    word = null
  }
  const expanded = (text: string) =>
    text.replace(REFERENCE, (reference: string, ...all) => {
      const { braced, bare, sign, otherwise = '' }: Record<string, string | undefined> = all.at(-1)
      const name = braced ?? bare ?? ''
      const found = Object.hasOwn(env, name) ? env[name] : undefined
      const text = found === undefined || (sign === ':-' && found === '') ? otherwise : found
      return text.length > LONGEST ? reference : text
    })
  for (const { groups = {} } of script.matchAll(PART)) {
    const { separator, literal, text, escaped, plain } = groups
    if (plain !== undefined) word = (word ?? '') + expanded(plain)
    else if (literal !== undefined) word = (word ?? '') + literal
    else if (text !== undefined) word = (word ?? '') + expanded(text.replace(/\\(["\\])/g, '$1'))
    else if (escaped !== undefined) word = (word ?? '') + escaped
    else end()
    if (separator !== undefined) tokens.push(/[\n\r]/.test(separator) ? ';' : (separator as Separator))
  }
  end()
  return tokens
}
