import { MASK } from './display.js'
import type { Resolution } from './model.js'
import { soundsSecret } from './resolve/taint.js'
import { quoted, visible } from './text.js'

/** Names of options that soundsSecret, which is made for variables, does not know. */
const SECRET_OPTION = /(?:pass(?:word|wd|phrase|code)?|secret|token|auth|credentials?|api-?key)$/i
const OPTION = /^--?[A-Za-z]/
const ASSIGNED = /([\w.-]+)=([^&;,\s]*)/g
/** An option and its value inside of a word, as in that of `sh -c`. */
const SPACED = /(?<![\w-])(--?[A-Za-z][\w.-]*)(\s+)([^\s-]\S*)/g
/** Up to the last @, since a password may hold an @ or a slash: a path with an @ is masked with it. */
const PASSWORD_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:)[^\s]*@/gi
const AUTHORIZATION = /\b(bearer|basic)\s+[^\s"']+/gi
const PATH = /^(?:[A-Za-z]:)?[\\/]\S*$/
/** A shorter secret is masked where it is a whole word: within other words it would tell itself by the gaps. */
const SHORTEST = 4

/** The texts that nothing printed may hold: those of secret settings, and of variables called like secrets. */
export function secretTexts({ resolved, undeclared }: Resolution): string[] {
  const declared = [...resolved.values()].flatMap(({ secret, text }) => (secret && text !== null ? [text] : []))
  const others = undeclared.inFiles.flatMap((name) => {
    const found = undeclared.resolve(name)
    return found !== null && 'text' in found && found.mayBeSecret ? [found.text] : []
  })
  // The longest first: a secret may be a part of another.
  return [...declared, ...others].filter((text) => text !== '').sort((one, other) => other.length - one.length)
}

/** A command's words; those of a program that wrote a title of its own over them are one text. */
export function wordsOf(argv: readonly string[]): readonly string[] {
  return argv.length === 1 ? (argv[0] ?? '').split(' ') : argv
}

/** A command's words with what is or may be a secret masked: known texts, and what options and URLs call so. */
export function maskedWords(argv: readonly string[], secrets: readonly string[]): string[] {
  const words = wordsOf(argv)
  return words.map((word, index) => {
    const before = words[index - 1] ?? ''
    const isValue = OPTION.test(before) && !before.includes('=') && isSecretName(before)
    return isValue && !OPTION.test(word) ? MASK : maskedWord(word, secrets)
  })
}

/** A command as a person reads it, on one line. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (word === '' || /\s/.test(word) ? quoted(word) : visible(word))).join(' ')
}

/** The same without the folders of the program. */
export function shortCommandText(words: readonly string[]): string {
  return commandText(words.map((word, index) => (index === 0 && PATH.test(word) ? lastPart(word) : word)))
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? ''
}

function maskedWord(word: string, secrets: readonly string[]): string {
  const at = word.indexOf('=')
  if (at > 0 && /^-{0,2}[\w.-]+$/.test(word.slice(0, at)) && isSecretName(word.slice(0, at))) {
    return `${word.slice(0, at)}=${MASK}`
  }
  const known = secrets.reduce((text, secret) => {
    if (text === secret) return MASK
    return secret.length < SHORTEST ? text : text.replaceAll(secret, MASK)
  }, word)
  return known
    .replace(PASSWORD_IN_URL, `$1${MASK}@`)
    .replace(AUTHORIZATION, `$1 ${MASK}`)
    .replace(ASSIGNED, (all, name) => (isSecretName(name) ? `${name}=${MASK}` : all))
    .replace(SPACED, (all, name, space) => (isSecretName(name) ? `${name}${space}${MASK}` : all))
}

function isSecretName(option: string): boolean {
  const name = option.replace(/^-+/, '')
  return SECRET_OPTION.test(name) || soundsSecret(name.replaceAll(/[.-]/g, '_'))
}
