import type { Value, Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

/** convict's array of choices. Texts are compared as they are. */
export const enumeration: FormatKind = ({ format }) => {
  if (!Array.isArray(format)) return null
  const options: readonly Value[] = format
  return {
    name: 'enum',
    title: `one of ${options.map(String).join(', ')}`,
    hint: 'choose one of these, in the same case',
    options,
    judge: (text): Verdict => (options.includes(text) ? { text } : { at: 0 }),
  }
}
