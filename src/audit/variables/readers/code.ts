import { PROTOTYPE_NAMES } from '../../../names.js'
import { withoutComments } from '../comments.js'
import { type Found, matchesOf, type Reader } from '../reader.js'

const HASH = /\.(?:py|pyi|rb|rake|pl|pm|exs?|r|jl|ps1|php)$/i
const SLASHES =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|go|java|kts?|scala|groovy|gradle|rs|c|cc|cpp|h|hpp|cs|fs|swift|dart|php)$/i
const SHEBANG = /^#!.*\b(?:python|node|ruby|perl|php|deno|bun)/
/** What Vite itself puts into `import.meta.env`. */
const VITE: ReadonlySet<string> = new Set(['MODE', 'BASE_URL', 'PROD', 'DEV', 'SSR'])

const QUOTED = String.raw`\s{0,40}["'\x60]([A-Za-z_]\w*)["'\x60]`
/** Not followed by an assignment, which is no read. */
const READ = String.raw`(?!\s{0,40}=[^=>])`

/** One pattern of all, since a text is gone through once then. No match of one of them overlaps that of another. */
const CALLS = new RegExp(
  [
    String.raw`\b(?:process|Bun)\.env\??\.([A-Za-z_]\w*)\b(?!\s{0,40}\()${READ}`,
    String.raw`\b(?:process|Bun|import\.meta)\.env(?:\?\.)?\[${QUOTED}\s{0,40}\]${READ}`,
    String.raw`\bDeno\.env\.get\(${QUOTED}`,
    String.raw`\benviron(?:b)?\[${QUOTED}\s{0,40}\]${READ}`,
    String.raw`\benviron\.(?:get|setdefault|pop)\(${QUOTED}`,
    String.raw`\bENV\[${QUOTED}\s{0,40}\]${READ}`,
    String.raw`\bENV\.(?:fetch|key\?|has_key\?|dig)\(?${QUOTED}`,
    String.raw`\$_ENV\[${QUOTED}\s{0,40}\]${READ}`,
    String.raw`\$ENV\{["']?([A-Za-z_]\w*)["']?\}${READ}`,
    String.raw`\$env:([A-Za-z_]\w*)\b${READ}`,
    String.raw`\b(?:getenv|Getenv|LookupEnv|GetEnvironmentVariable|get_env|fetch_env!?|lookupEnv)\(${QUOTED}`,
    String.raw`\bgetenv\(\)\s{0,40}\.(?:get|getOrDefault|containsKey)\(${QUOTED}`,
    String.raw`\bgetenv\(\)\[${QUOTED}`,
    String.raw`\benv::(?:var|var_os)\(${QUOTED}`,
    String.raw`\b(?:option_)?env!\(${QUOTED}`,
    String.raw`(?<![\w.$>:])env(?:\.(?:str|int|bool|float|list|url))?\(\s{0,40}["']([A-Z][A-Z0-9_]*)["']`,
    String.raw`\benv:"([A-Z][A-Z0-9_]*)[",]`,
  ].join('|'),
  'dg',
)
/** Its match may end in what is asked for another variable. */
const MEMBER = /["']([A-Za-z_]\w*)["']\s{1,40}(?:not\s{1,40})?in\s{1,40}(?:os\.)?environ\b/dg
/** Every pattern here has one of these. */
const SIGN = /(?:\b|_)env\b|\benvironb?\b|(?:\b|_)ENV\b|[gG]etenv\b|[lL]ookupEnv\b|GetEnvironmentVariable\b/
const VITE_PROPERTY = new RegExp(String.raw`\bimport\.meta\.env\??\.([A-Za-z_]\w*)\b(?!\s{0,40}\()${READ}`, 'dg')
const SOURCE = String.raw`=\s{0,40}(?:process|Bun|import\.meta)\.env\b(?!\s{0,40}[?.[])`
const DESTRUCTURED = new RegExp(String.raw`\{([^{}]{1,2000})\}(?:\s{0,40}:[^=;{}]{1,100})?\s{0,40}${SOURCE}`, 'dg')
/** Few texts have it, and lists between braces take longer to look for. */
const DESTRUCTURES = new RegExp(SOURCE)

/** Programs in the usual languages, by the calls with which they ask for a variable. */
export const code: Reader = {
  name: 'code',
  handles: (path, head) => HASH.test(path) || SLASHES.test(path) || SHEBANG.test(head),
  sign: SIGN,
  reads: (text, path) => readsOf(plainOf(text, path)).filter(({ name }) => !PROTOTYPE_NAMES.has(name)),
}

/** Without comments; PHP has both sorts. */
function plainOf(text: string, path: string): string {
  const plain = SLASHES.test(path) ? withoutComments(text, 'slashes') : text
  return SLASHES.test(path) && !/\.php$/i.test(path) ? plain : withoutComments(plain, 'hash')
}

function readsOf(text: string): Found[] {
  const ofVite = matchesOf(VITE_PROPERTY, text).filter(({ name }) => !VITE.has(name))
  return [...matchesOf(CALLS, text), ...matchesOf(MEMBER, text), ...ofVite, ...destructuredIn(text)]
}

/** `const { X, Y: other = 'text' } = process.env` */
function destructuredIn(text: string): Found[] {
  if (!DESTRUCTURES.test(text)) return []
  return matchesOf(DESTRUCTURED, text).flatMap(({ name: list, at }) => {
    let begin = at
    return list.split(',').flatMap((property) => {
      const [, space = '', name = ''] = /^(\s*)([A-Za-z_]\w*)?/.exec(property) ?? []
      const found = { name, at: begin + space.length }
      begin += property.length + 1
      return name === '' ? [] : [found]
    })
  })
}
