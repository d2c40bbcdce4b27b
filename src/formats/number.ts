import type { Format, Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

/**
 * convict's `Number`, and the leaves without a named format that convict reads with parseFloat because their default
 * is a number: a number as JSON writes it (RFC 8259, section 6), and finite.
 */
export const number: FormatKind = {
  names: ['Number'],
  of: (leaf) => {
    const { format } = leaf
    const named = format === Number || format === 'Number'
    const byDefault = typeof format !== 'string' && !Array.isArray(format) && typeof leaf.default === 'number'
    return named || byDefault ? NUMBER : null
  },
}

const NUMBER: Format = {
  name: 'number',
  title: 'a number',
  hint: 'write it as in 8203, -1 or 0.5',
  judge: judgeNumber,
}

export function judgeNumber(text: string): Verdict {
  if (!JSON_NUMBER.test(text)) return { at: Math.max(text.search(/[^0-9.eE+-]/), 0) }
  const value = Number(text)
  return Number.isFinite(value) ? { text, value } : { at: 0, not: 'a number that JavaScript can hold' }
}
