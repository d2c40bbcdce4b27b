import { blank } from '../comments.js'
import { EXPANDS, expansionsOf } from '../expansions.js'
import type { Reader } from '../reader.js'

const NAMES = /(?:\.(?:sh|bash|zsh|ksh)|(?:^|\/)(?:Procfile[\w.-]*|\.envrc|\.?(?:bash|zsh)rc|package\.json))$/
const SHEBANG = /^#!.*\b(?:sh|bash|zsh|ksh|dash)\b/
const HEREDOC = /(?<!<)<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1/
const LITERAL = /\\[\s\S]|'[^']*'?|"|(?<![^\s;(])#[^\n]*/g
const BETWEEN_DOUBLE = /\\[\s\S]|"/g
const ASSIGNED = /(?:^|[\s;&|({"'`])([A-Za-z_]\w*)(?:\[[^\]\n]{0,80}\])?\+?=/g
const DECLARED =
  /(?<![\w$-])(?:read|local|export|declare|typeset|readonly|unset|mapfile|readarray|getopts|printf\s+-v)[ \t]+([^\n;|&)]{1,400})/g
/** How much of a value tells whether it is the variable itself: a name and a few marks. */
const MOST = 200
const LOOP = /(?<![\w$-])(?:for|select)[ \t]+([A-Za-z_]\w*)/g

/** Shell scripts, and what is run by a shell: a Procfile, the scripts of a package.json. */
export const shell: Reader = {
  name: 'shell',
  handles: (path, head) => NAMES.test(path) || SHEBANG.test(head),
  sign: EXPANDS,
  reads: (text) => expansionsOf(withoutLiterals(text), assignedIn(text)),
}

/** Names that a script sets itself; `X=${X:-8203}` and `serve X=$X` only hand on what the environment gives. */
export function assignedIn(text: string): ReadonlySet<string> {
  const assigned = Array.from(text.matchAll(ASSIGNED), (match) => {
    const [whole, name = ''] = match
    return isOwnValue(name, text.slice(match.index + whole.length, match.index + whole.length + MOST)) ? [] : [name]
  })
  const declared = Array.from(text.matchAll(DECLARED), ([, rest = '']) => rest.split(/\s+/).flatMap(declaredBy))
  const loops = Array.from(text.matchAll(LOOP), ([, name = '']) => name)
  return new Set([...assigned.flat(), ...declared.flat(), ...loops])
}

/** `A`, `A=1`, `A[0]=1` */
function declaredBy(word: string): string[] {
  const [whole, name = ''] = /^["']?([A-Za-z_]\w*)(?:\[[^\]]*\])?(?:$|\+?=)/.exec(word) ?? []
  return whole === undefined || isOwnValue(name, word.slice(whole.length)) ? [] : [name]
}

/** Whether what is assigned is the variable itself, with or without a default; `X="$X $arg"` appends. */
function isOwnValue(name: string, value: string): boolean {
  const own = `\\{${name}(?::?[-=?]|\\}\\1(?![^\\s;&|)]))|${name}\\1(?![^\\s;&|)])`
  return name !== '' && new RegExp(`^(["']?)\\$(?:${own})`).test(value)
}

/** A script with comments, escapes and what stands between single quotes blanked, of the same length. */
function withoutLiterals(script: string): string {
  const text = withPlainHeredocs(script)
  const pieces: string[] = []
  let double = false
  let kept = 0
  const [outside, inside] = [new RegExp(LITERAL), new RegExp(BETWEEN_DOUBLE)]
  for (;;) {
    const pattern = double ? inside : outside
    pattern.lastIndex = kept
    const match = pattern.exec(text)
    if (match === null) return pieces.join('') + text.slice(kept)
    pieces.push(text.slice(kept, match.index), match[0] === '"' ? '"' : blank(match[0]))
    if (match[0] === '"') double = !double
    kept = match.index + match[0].length
  }
}

/** Here-documents are text: those with a quoted delimiter expand nothing, in the others quotes and `#` are plain. */
function withPlainHeredocs(text: string): string {
  let end: string | null = null
  let literal = false
  const lines = text.split('\n').map((line) => {
    if (end !== null) {
      if (line.trim() === end) end = null
      return literal ? blank(line) : line.replace(/["'#]/g, ' ')
    }
    const opening = HEREDOC.exec(line)
    end = opening?.[2] ?? null
    literal = (opening?.[1] ?? '') !== ''
    return line
  })
  return lines.join('\n')
}
