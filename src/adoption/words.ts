import { PAGE_PREFIXES } from '../page-prefixes.js'
import { soundsSecret, tellsSecret } from '../secret/signs.js'
import { cut, visible } from '../text.js'

const LONGEST_DOC = 100
const LONGEST_KEY = 40
/** Words that stay as they are written in a sentence. */
const ACRONYMS = /^(?:api|ui|url|db|tts|llm|rag|http|https|ws|grpc|sql|id|ai|cdn|smtp|sse|mcp|ip|ssl|tcp|udp|s3)$/i

/** The prefix with which a browser build sees a variable; empty without one. */
export function prefixOf(name: string): string {
  return PAGE_PREFIXES.find((prefix) => name.startsWith(prefix) && name.length > prefix.length) ?? ''
}

/** What a variable is about: `REACT_APP_BACKEND_PORT` about `BACKEND`; its name where nothing else is left. */
export function stemOf(name: string): string {
  const bare = name.slice(prefixOf(name).length)
  const stem = bare
    .replace(/_(?:BASE_)?(?:PORTS?|URLS?|URI|ENDPOINT|ORIGIN|HOST|HOSTNAME|ADDRESS)(?=_|$)/i, '')
    .replace(/^(?:PORT|HOST|URL)_/i, '')
  return stem === '' ? bare : stem
}

/** Words that teams call one thing by. */
const ALIKE: readonly RegExp[] = [
  /^(?:DB|DATABASE|PG|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB)$/i,
  /^(?:API|BACKEND|SERVER)$/i,
  /^(?:FRONTEND|WEB|UI|CLIENT)$/i,
  /^(?:REDIS|CACHE)$/i,
]

/** Whether two variables are about one service, as far as their names tell. */
export function areAboutTheSame(name: string, other: string): boolean {
  const [one, another] = [stemOf(name), stemOf(other)]
  return one === another || ALIKE.some((word) => word.test(one) && word.test(another))
}

/** A key of the schema: letters and digits, from its second word on with capitals. */
export function keyOf(words: string): string {
  const parts = words.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')
  const key = parts.map((part, index) => (index === 0 ? lower(part) : capital(lower(part)))).join('')
  return /^[A-Za-z]/.test(key) ? key.slice(0, LONGEST_KEY) : `the${capital(key.slice(0, LONGEST_KEY))}`
}

/** `ALL_CAPS` and `Words` begin in small letters, `camelCase` keeps its own. */
function lower(part: string): string {
  return part === part.toUpperCase() || /^[A-Z][a-z0-9]*$/.test(part)
    ? part.toLowerCase()
    : part.charAt(0).toLowerCase() + part.slice(1)
}

function capital(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1)
}

/** What a variable means as far as its name tells: `BACKEND_API_URL` the `Backend API URL`. */
function docOf(name: string): string {
  const words = name
    .slice(prefixOf(name).length)
    .split('_')
    .filter((word) => word !== '')
    .map((word) => (ACRONYMS.test(word) ? word.toUpperCase() : word.toLowerCase()))
  return capital(words.join(' ')) || name
}

/** What a comment says of a setting, as one line; what its name tells where there is no comment, or one with a secret. */
export function docFrom(comment: string | null, name: string): string {
  const words = (comment ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?<!\.)\.$/, '')
  const spelt = words.replace(/\b[A-Z][a-z0-9]+\b/g, (word) => (ACRONYMS.test(word) ? word.toUpperCase() : word))
  const line = cut(visible(spelt), LONGEST_DOC)
  return line === '' || LOGIN.test(line) || tellsSecret(line, soundsSecret) ? docOf(name) : line
}

/** What people write before a secret; without a mark between them, before a word that has a digit. */
const LOGIN =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?)\s*[:=]\s*\S|\b(?:pass(?:word|wd|phrase)?|pwd?|secret|token|bearer|basic)(?: is)? (?=\S*\d)\S{5}|(?:^| )(?:-u|--user) ?\S+:\S/i
