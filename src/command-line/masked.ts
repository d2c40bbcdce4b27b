import { MASK } from '../display.js'
import { lastPart } from '../path.js'
import { findable } from '../secret/known.js'
import { soundsSecret } from '../secret/signs.js'
import { quoted, visible } from '../text.js'

/** Names of options that soundsSecret, which is made for variables, does not know. */
const SECRET_OPTION =
  /(?:pass(?:word|wd|phrase|code)?|secret|token|auth|credentials?|(?:api|access|secret|private|session|signing)[-_]?key)$/i
/** Programs that take a password by one letter: `-psecret`, `-a secret`, `-u user:secret`. */
const PASSWORD_OPTIONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:mysql|mariadb|sshpass)/, '-p'],
  [/^redis-cli/, '-a'],
  [/^curl/, '-u'],
]
const OPTION = /^--?[A-Za-z]/
const LONG_OPTION = /^--[A-Za-z]/
// A process may have megabytes of words: each pattern begins where a run of its characters does, and there alone.
/** What stands before a value: `NAME=`, `"name": ` and `Name: `, but no URL. */
const ASSIGNMENT = /(?<![\w.-])([\w.-]+)(?:=|["']?:(?!\/\/)\s*)/g
const VALUE = /"[^"]*"|'[^']*'|[^&;\s]*/y
/** An option and its value inside of a word, as in that of `sh -c`. */
const SPACED = /(?<![\w.-])(--?[A-Za-z][\w.-]*)(\s+)("[^"]*"|'[^']*'|(?!--)\S+)/g
/** Up to the last @, since a password may hold an @ or a slash: a path with an @ is masked with it. */
const PASSWORD_IN_URL = /(?<![a-z0-9+.-])([a-z0-9+.-]+:\/\/[^\s/?#:@]*:).*@$/is
const AUTHORIZATION = /\b(bearer|basic|token)\s+[^\s"']+/gi
const PATH = /^(?:[A-Za-z]:)?[\\/]\S*$/

/** A command's words; those of a program that wrote a title of its own over them are one text. */
export function wordsOf(argv: readonly string[]): readonly string[] {
  return argv.length === 1 ? (argv[0] ?? '').split(' ') : argv
}

/** A command's words with what is or may be a secret masked: known texts, and what options and URLs call so. */
export function maskedWords(argv: readonly string[], secrets: readonly string[]): string[] {
  const words = withoutKnown(wordsOf(argv), secrets)
  return words.map((word, index) => {
    const before = words[index - 1] ?? ''
    const isValue = OPTION.test(before) && !before.includes('=') && isSecretName(before)
    if (isValue && !LONG_OPTION.test(word)) return MASK
    return passwordOf(words[0] ?? '', word, before) ?? maskedWord(word, secrets)
  })
}

/** A word that its program takes for a password, or that ends in one; null for any other. */
function passwordOf(program: string, word: string, before: string): string | null {
  const [, option] = PASSWORD_OPTIONS.find(([name]) => name.test(lastPart(program))) ?? []
  if (option === undefined) return null
  if (before === option && !OPTION.test(word)) return word.replace(/^([^:]*:)?.*$/s, `$1${MASK}`)
  return word.startsWith(option) && word !== option ? `${option}${MASK}` : null
}

/** A command as a person reads it, on one line. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (word === '' || /\s/.test(word) ? quoted(word) : visible(word))).join(' ')
}

/** The same without the folders of the program. */
export function shortCommandText(words: readonly string[]): string {
  return commandText(words.map((word, index) => (index === 0 && PATH.test(word) ? lastPart(word) : word)))
}

function maskedWord(word: string, secrets: readonly string[]): string {
  const at = word.indexOf('=')
  if (at > 0 && /^-{0,2}[\w.-]+$/.test(word.slice(0, at)) && isSecretName(word.slice(0, at))) {
    return `${word.slice(0, at)}=${MASK}`
  }
  if (secrets.includes(word)) return MASK
  const known = word.replace(/\S+/g, withoutPassword).replace(AUTHORIZATION, `$1 ${MASK}`)
  return withoutAssigned(known).replace(SPACED, (all, name, space) =>
    isSecretName(name) ? `${name}${space}${MASK}` : all,
  )
}

/** A value may itself hold a name and its value: `--env=TOKEN=abc`. */
function withoutAssigned(text: string): string {
  let masked = ''
  let end = 0
  for (const { 0: all, 1: name = '', index } of text.matchAll(ASSIGNMENT)) {
    if (index < end || !isSecretName(name)) continue
    VALUE.lastIndex = index + all.length
    masked += text.slice(end, VALUE.lastIndex) + MASK
    end = VALUE.lastIndex + (VALUE.exec(text)?.[0].length ?? 0)
  }
  return masked + text.slice(end)
}

/** Words without the longer of known secrets. One with white space may be several words where a system parts them so. */
function withoutKnown(words: readonly string[], secrets: readonly string[]): string[] {
  const masked = findable(secrets).reduce((text, secret) => {
    if (!/\s/.test(secret)) return text.replaceAll(secret, MASK)
    const parts = secret.split(/\s+/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    return text.replaceAll(new RegExp(parts.join('[\\s\\0]+'), 'g'), MASK)
  }, words.join('\0'))
  return masked.split('\0')
}

/** A text without white space. */
function withoutPassword(text: string): string {
  const end = text.lastIndexOf('@') + 1
  return text.slice(0, end).replace(PASSWORD_IN_URL, `$1${MASK}@`) + text.slice(end)
}

function isSecretName(option: string): boolean {
  const name = option.replace(/^-+/, '')
  return SECRET_OPTION.test(name) || soundsSecret(name.replaceAll(/[.-]/g, '_'))
}
