import { withoutComments } from '../../../audit/variables/comments.js'
import { matchesOf } from '../../../audit/variables/reader.js'
import { code as reader } from '../../../audit/variables/readers/code.js'
import { isMade } from '../../constants/foreign.js'
import { type Found, readBy } from '../../constants/found.js'
import { mentionsOf } from '../../constants/mentions.js'
import { settingOf } from '../../constants/setting.js'
import { NOTHING } from '../../constants/worth.js'
import type { Mention } from '../../mention.js'
import { commentsIn } from './comments.js'
import { fallbackAfter } from './fallback.js'

const PROGRAM = /\.(?:go|rs|rb|rake|php|java|kts?|scala|groovy|cs|exs?|swift|dart)$/
const HASH = /\.(?:rb|rake|exs?)$/
const SIGN = /(?<!im|ex)port|url|uri|host|env|listen|bind|\.(?:Run|Start)\(/i

/** Helpers of people's own, tags of Go's fields, clap's arguments, Spring's placeholders: a name, and its end. */
const NAMES = new RegExp(
  [
    String.raw`\b\w{0,40}[eE]nv\w{0,40}!?\(\s{0,20}["']([A-Z][A-Z\d_]{1,99})["']`,
    String.raw`\benvconfig:"([A-Z][A-Z\d_]{1,99})"`,
    String.raw`\benv\s{0,5}=\s{0,5}"([A-Z][A-Z\d_]{1,99})"`,
  ].join('|'),
  'dg',
)
const PLACEHOLDER = /\$\{([A-Za-z][\w.-]{0,99}):([^}\n]{0,300})\}/dg
/** A port that a program listens at, whatever it is told. */
const LISTENS = new RegExp(
  [
    String.raw`\b(?:ListenAndServe(?:TLS)?|Run|Start|Listen)\(\s{0,10}(?:"(?:tcp|udp)[46]?"\s{0,10},\s{0,10})?"[\w.-]{0,60}:(\d{2,5})"`,
    String.raw`\bbind\(\s{0,10}\(?&?"(?:[\w.]{0,60}|\[::1?\])(?::|"\s{0,10},\s{0,10})(\d{2,5})`,
    String.raw`\bSocketAddr(?:V4)?::(?:from|new)\([^;\n]{0,60},\s{0,10}(\d{2,5})\)`,
    String.raw`\bnew ServerSocket\(\s{0,10}(\d{2,5})`,
    String.raw`\bset\s{1,5}:port\s{0,5},\s{0,5}(\d{2,5})`,
    String.raw`\bUseUrls\("https?://[^":\n]{1,60}:(\d{2,5})`,
  ].join('|'),
  'dg',
)
const CONSTANT =
  /^[ \t]*(?:(?:pub|public|private|protected|internal|static|final|const|val|var|let|int|u16|uint16|Integer|readonly|constexpr)[ \t]{1,10}){0,6}([A-Z]\w{0,80})[ \t]{0,10}(?::[ \t]{0,5}\w{1,20}[ \t]{0,10})?=[ \t]{0,10}(?:(\d[\d_]{1,6})(?![\w.])|"([^"\\\n]{1,300})")/dgm

export function isProgram(path: string): boolean {
  return PROGRAM.test(path)
}

/** What programs in languages mention that are read by patterns alone: each one goes through a text once. */
export function programMentions(text: string, path: string): Mention[] {
  if (!SIGN.test(text) || isMade(text)) return []
  const plain = plainOf(text, path)
  const found = [
    ...readsIn(plain, path),
    ...placeholdersIn(plain),
    ...constantsIn(plain, path),
    ...listensIn(plain, path),
  ]
  return mentionsOf(found, commentsIn(text, plain), text, path)
}

function plainOf(text: string, path: string): string {
  if (HASH.test(path)) return withoutComments(text, 'hash')
  const plain = withoutComments(text, 'slashes')
  return path.endsWith('.php') ? withoutComments(plain, 'hash') : plain
}

function readsIn(plain: string, path: string): Found[] {
  const names = new Map([...reader.reads(plain, path), ...matchesOf(NAMES, plain)].map(({ name, at }) => [at, name]))
  return [...names].flatMap(([at, name]) => readAt(name, fallbackAfter(plain, at + name.length), at))
}

function readAt(name: string, text: string | null, at: number): Found[] {
  const worth = { ...NOTHING, setting: name, text, readAt: at }
  const found = readBy(worth, null, { at, until: at, doc: null, role: null })
  return found === null ? [] : [found]
}

/** `@Value("${BACKEND_PORT:8203}")`; of `${server.port:8203}` the variable is SERVER_PORT. */
function placeholdersIn(plain: string): Found[] {
  return Array.from(plain.matchAll(PLACEHOLDER)).flatMap((match) => {
    const [, name = '', text = ''] = match
    return readAt(name.replaceAll('-', '').replaceAll('.', '_').toUpperCase(), text, match.indices?.[1]?.[0] ?? 0)
  })
}

function constantsIn(plain: string, path: string): Found[] {
  return Array.from(plain.matchAll(CONSTANT)).flatMap((match) => {
    const [, name = '', digits, quoted] = match
    const text = digits?.replaceAll('_', '') ?? (quoted as string).replaceAll('${', () => '$${')
    const worth = { ...NOTHING, text, number: digits === undefined ? null : Number(text) }
    const at = match.indices?.[1]?.[0] ?? match.index
    return fixedAt(name, worth, at, path, [])
  })
}

function listensIn(plain: string, path: string): Found[] {
  return matchesOf(LISTENS, plain).flatMap(({ name: text, at }) => {
    return fixedAt('port', { ...NOTHING, text, number: Number(text) }, at, path, ['server'])
  })
}

function fixedAt(name: string, worth: typeof NOTHING, at: number, path: string, within: readonly string[]): Found[] {
  const named = settingOf({ within, name, path }, worth)
  return named === null ? [] : [{ named, text: worth.text, weight: 'fixed', role: null, at, until: at, doc: null }]
}
