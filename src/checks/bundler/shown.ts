import { declaredIn } from '../../declared.js'
import { MASK } from '../../display.js'
import { secretNamesIn, tellsSecret } from '../../secret.js'
import { quoted } from '../../text.js'
import { ownLinesOf } from './own-lines.js'
import type { Reader } from './reader.js'
import type { Said } from './said.js'

const REFERENCE = /\$\{?([A-Za-z_]\w*)/g

/** Shows values as a message may have them: masked what is secret or undeclared, and what a bundler made of such. */
export function showerOf({
  resolution,
  files,
  handed,
  plain,
}: Reader): (key: string, text: string, said: Said) => string {
  const { stack, resolved } = resolution
  const declared = declaredIn(stack)
  const lines = ownLinesOf(files)
  const isSecretName = secretNamesIn(stack)
  const isOpen = (name: string) => resolved.get(declared.get(name)?.setting.name ?? '')?.secret === false
  const textsOf = (name: string) => [
    ...(lines.get(name) ?? []).flatMap(({ source, value }) => [source, value ?? '']),
    ...[handed.get(name), plain?.get(name)].flatMap((text) => text ?? []),
  ]
  /** Whether a value may have been made of one that is not to be shown, by any reading of references. */
  const isMadeOfHidden = (key: string): boolean => {
    const met = new Set([key])
    for (const name of met) {
      const texts = textsOf(name)
      if (name !== key && texts.length > 0 && !isOpen(name)) return true
      for (const text of texts) for (const [, other = ''] of text.matchAll(REFERENCE)) met.add(other)
    }
    return false
  }
  return (key, text, { isMasked }) =>
    isMasked || tellsSecret(text, isSecretName) || isMadeOfHidden(key) ? MASK : quoted(text)
}
