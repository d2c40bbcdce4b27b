import { roleOf } from '../../audit/judge/words.js'
import type { Kind } from '../mention.js'

/** What follows a name's word that says what it is: `BACKEND_PORT`, `backendPort`, `rag-service`. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, LONGEST)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== '')
}

/** Nobody writes a longer name by hand. */
const LONGEST = 100

const PORT = new Set(['PORT', 'PORTS'])
const URL = new Set(['URL', 'URLS', 'URI', 'ENDPOINT', 'ENDPOINTS', 'ORIGIN', 'PROXY'])
const HOST = new Set(['HOST', 'HOSTNAME', 'BIND'])
/** A port that has one of these in its name is a bound of others, or a text about one. */
const NO_PORT = new Set(
  'MAX MIN MAXIMUM MINIMUM HIGHEST LOWEST LARGEST SMALLEST LONGEST MOST END LAST STOP CHECK CHECKS SCAN REGEX PATTERN LABEL NUM USB GPIO'.split(
    ' ',
  ),
)
const BOUND = new Set(['RANGE', 'START', 'BEGIN', 'FROM', 'FIRST', 'LOW'])
/** Words that tell nothing of what a port is of. */
const EMPTY = new Set(
  `
  CONFIG CONFIGS CONFIGURATION SETTINGS SETTING OPTIONS OPTS CONSTANTS CONSTANT DEFAULT DEFAULTS SERVICE SERVICES SERVER
  SERVERS PORT PORTS HOST HOSTS URL URLS ENDPOINT ENDPOINTS BASE APP ENV ENVIRONMENT MODEL PARAMS ARGS CLASS DATA CONF CFG
  NETWORK CONNECTION CONNECTIONS SCHEMA PROPS STACK ALL MAP GLOBAL COMMON LISTEN
`
    .trim()
    .split(/\s+/),
)
/** What tells several ports of one service apart. */
const ASPECTS = new Set(
  'HTTP HTTPS WS WSS GRPC API TCP UDP METRICS ADMIN INTERNAL EXTERNAL MAIN DEBUG WEB UI SSL TLS'.split(' '),
)

/** What a name says that it is; null where it says nothing. */
export function kindOf(words: readonly string[]): Kind | null {
  const last = words.at(-1) ?? ''
  if (isOfPorts(words) && !URL.has(last) && !HOST.has(last)) return isAmount(words) ? null : 'port'
  if (words.some((word, index) => URL.has(word) && (index > 0 || words.length === 1)) && last !== 'PATTERN')
    return 'url'
  return HOST.has(last) ? 'host' : null
}

function isAmount(words: readonly string[]): boolean {
  return roleOf(words.join('_')) === 'quantity' || words.some((word) => NO_PORT.has(word)) || isBareBound(words)
}

/** `PORT_RANGE_START`, where ports may be, but not `AVATAR_PORT_RANGE_START`, where those of a service begin. */
function isBareBound(words: readonly string[]): boolean {
  return words.includes('RANGE') && words.length > 2 && subjectOf(words).every((word) => BOUND.has(word))
}

/** Whether something of a table, a class or a module of ports may be one although its name does not say so. */
export function mayBePort(words: readonly string[], port: number): boolean {
  return words.length > 0 && (port >= 1024 || port === 80 || port === 443) && !isAmount(words)
}

export function isOfPorts(words: readonly string[]): boolean {
  return words.some((word) => PORT.has(word))
}

/** A name without the words that do not tell what it is of. */
export function subjectOf(words: readonly string[]): string[] {
  return words.filter((word) => !EMPTY.has(word))
}

export function isAspect(words: readonly string[]): boolean {
  return words.every((word) => ASPECTS.has(word))
}
