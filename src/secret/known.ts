import { MASK } from '../display.js'
import type { Resolution, Value } from '../model.js'
import type { Environment } from '../world.js'
import { soundsSecret } from './signs.js'

/** In characters. A shorter secret is masked where it is a whole word: within others it would tell itself by the gaps. */
const SHORTEST = 4

/** The texts that nothing printed may hold, the longest first: those of secret settings, and of variables called like secrets. */
export function secretTexts({ resolved, undeclared }: Resolution): string[] {
  const declared = [...resolved.values()].flatMap(({ secret, text, shadowed }) => [
    ...(secret && text !== null ? [text] : []),
    // A program may have been started with them.
    ...shadowed.flatMap((lost) => (lost.secret && lost.value !== null ? textOf(lost.value) : [])),
  ])
  const others = undeclared.inFiles.flatMap((name) => {
    const found = undeclared.resolve(name)
    return found !== null && 'text' in found && found.mayBeSecret ? [found.text] : []
  })
  return longestFirst([...declared, ...others])
}

/** The same where nothing is declared yet: of the variables of an environment. */
export function secretTextsIn(env: Environment): string[] {
  return longestFirst(Object.entries(env).flatMap(([name, value = '']) => (soundsSecret(name) ? value : [])))
}

/** Those of some secrets that can be looked for within other texts. */
export function findable(secrets: readonly string[]): string[] {
  return secrets.filter(({ length }) => length >= SHORTEST)
}

/** A text with the secrets masked that can be found in it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return findable(secrets).reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
}

/** A secret may be a part of another. */
function longestFirst(texts: readonly string[]): string[] {
  const given = new Set(texts.filter((text) => text !== ''))
  return [...given].sort((one, other) => other.length - one.length)
}

function textOf(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`
}
