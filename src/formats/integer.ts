import type { Format, Verdict } from '../model.js'
import { notDigits } from './digits.js'
import type { FormatKind } from './kind.js'

/** convict's `int` (and its alias `integer`) and `nat`, without what parseInt lets pass. */
export const integer: FormatKind = {
  names: ['int', 'integer', 'nat'],
  of: ({ format }) => {
    if (format === 'int' || format === 'integer') return INTEGER
    return format === 'nat' ? NATURAL : null
  },
}

function integerFormat(name: string, title: string, signed: boolean): Format {
  const whole = signed ? /^(?:0|-?[1-9][0-9]*)$/ : /^(?:0|[1-9][0-9]*)$/
  return {
    name,
    title,
    hint: 'write digits only',
    judge(text: string): Verdict {
      if (!whole.test(text)) {
        const sign = signed && text.startsWith('-') ? 1 : 0
        const refusal = notDigits(text.slice(sign))
        return { ...refusal, at: sign + refusal.at }
      }
      if (Number.isSafeInteger(Number(text))) return { text, value: Number(text) }
      return { at: 0, not: `${title} that JavaScript holds exactly`, hint: 'write a number up to 2^53 - 1' }
    },
  }
}

const INTEGER = integerFormat('integer', 'an integer', true)
const NATURAL = integerFormat('nat', 'a natural number (0, 1, 2, ...)', false)
