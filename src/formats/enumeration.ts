import type { Format, Value, Verdict } from '../model.js'
import { textOf } from '../text.js'
import type { FormatKind } from './kind.js'
import { judgeNumber } from './number.js'

/** convict's array of choices. Texts are compared as they are; where the default is a number, as numbers. */
export const enumeration: FormatKind = {
  names: [],
  of: (leaf) => {
    if (!Array.isArray(leaf.format)) return null
    const options: readonly Value[] = leaf.format
    const read = typeof leaf.default === 'number' ? judgeNumber : (text: string): Verdict => ({ text })
    return {
      name: 'enum',
      ...wordsFor(options, leaf.sensitive === true),
      judge(text): Verdict {
        const verdict = read(text)
        if ('at' in verdict) return { at: 0 }
        return options.includes(verdict.value ?? verdict.text) ? verdict : { at: 0 }
      },
    }
  },
}

/** The choices of a secret are as good as a few guesses at it. */
function wordsFor(options: readonly Value[], secret: boolean): Pick<Format, 'title' | 'hint' | 'options'> {
  if (secret) return { title: 'one of its choices', hint: 'choose one that the schema lists' }
  const title = `one of ${options.map(textOf).join(', ')}`
  return { title, hint: 'choose one of these, in the same case', options }
}
