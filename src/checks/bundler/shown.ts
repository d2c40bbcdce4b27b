import { MASK } from '../../display.js'
import { secretNamesIn, tellsSecret } from '../../secret/signs.js'
import { declaredIn } from '../../stack/declared.js'
import { quoted } from '../../text.js'
import { type OwnLine, ownLinesOf } from './own-lines.js'
import type { Reader } from './reader.js'
import type { Said } from './said.js'

/** What may be a name behind a `$`: bundlers differ in where it ends. */
const REFERENCE = /\$\{?([\w.-]+)/g
/** A shorter text is found within too many others. */
const SHORTEST = 3

/** Shows values as a message may have them: masked what is secret or undeclared. */
export interface Shower {
  /** What a bundler sees in a variable: masked too what it may have made of such. */
  sees(key: string, text: string, said: Said): string
  says(text: string, said: Said): string
}

export function showerOf(reader: Reader): Shower {
  const { stack, resolved } = reader.resolution
  const declared = declaredIn(stack)
  const lines = ownLinesOf(reader.files)
  const isSecretName = secretNamesIn(stack)
  const isOpen = (name: string) => resolved.get(declared.get(name)?.setting.name ?? '')?.secret === false
  const secrets = secretTexts(reader, lines, isSecretName)
  /** Whether a value may have been made of one that is not to be shown. */
  const isMadeOfHidden = (key: string): boolean => {
    const met = new Set([key])
    for (const name of met) {
      const texts = textsOf(name, reader, lines)
      if (name !== key && texts.length > 0 && !isOpen(name)) return true
      for (const text of texts) for (const other of namesIn(text)) met.add(other)
    }
    return false
  }
  const maskIf = (isHidden: boolean, text: string, { isMasked }: Said) =>
    isHidden || isMasked || tellsSecret(text, isSecretName) ? MASK : quoted(text)
  return {
    sees(key, text, said) {
      const isHidden = isMadeOfHidden(key) || secrets.some((secret) => text.includes(secret))
      return maskIf(isHidden, text, said)
    },
    says: (text, said) => maskIf(false, text, said),
  }
}

/** Every text that a variable has, before it is expanded. */
function textsOf(name: string, { handed, plain }: Reader, lines: ReadonlyMap<string, readonly OwnLine[]>): string[] {
  const own = (lines.get(name) ?? []).flatMap(({ source, value }) => [source, value ?? ''])
  return [...own, ...[handed.get(name), plain?.get(name)].flatMap((text) => text ?? [])]
}

/** What a text may refer to: names as they stand, and up to each place where one may end. */
function namesIn(text: string): string[] {
  return Array.from(text.matchAll(REFERENCE), ([, word = '']) => word).flatMap((word) => [
    word,
    ...Array.from(word.matchAll(/[.-]/g), ({ index }) => word.slice(0, index)),
  ])
}

/** The texts of secrets, which a name that is itself made of references may lead to. */
function secretTexts(
  reader: Reader,
  lines: ReadonlyMap<string, readonly OwnLine[]>,
  isSecretName: (name: string) => boolean,
): string[] {
  const names = new Set([...lines.keys(), ...reader.handed.keys(), ...(reader.plain?.keys() ?? [])])
  const values = [...names].filter(isSecretName).flatMap((name) => {
    const own = (lines.get(name) ?? []).map(({ value }) => value ?? '')
    return [...own, reader.handed.get(name) ?? '', reader.plain?.get(name) ?? '']
  })
  return [...new Set(values)].filter((value) => value.length >= SHORTEST)
}
