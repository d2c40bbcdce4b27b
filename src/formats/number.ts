import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

/**
 * convict's `Number`, and the leaves without a named format that convict reads with parseFloat because their default
 * is a number: a number as JSON writes it (RFC 8259, section 6), and finite.
 */
export const number: FormatKind = (leaf) => {
  const { format } = leaf
  const unnamed = typeof format !== 'string' && format !== Number
  if (format !== Number && format !== 'Number' && !(unnamed && typeof leaf.default === 'number')) return null
  const options = Array.isArray(format) ? { options: format } : {}
  return {
    name: Array.isArray(format) ? 'enum' : 'number',
    title: Array.isArray(format) ? `one of ${format.join(', ')}` : 'a number',
    hint: Array.isArray(format) ? 'choose one of these' : 'write it as in 8203, -1 or 0.5',
    ...options,
    judge(text): Verdict {
      if (!JSON_NUMBER.test(text)) return { at: Math.max(text.search(/[^0-9.eE+-]/), 0) }
      if (!Number.isFinite(Number(text))) return { at: 0, not: 'a number that JavaScript can hold' }
      if (Array.isArray(format) && !format.includes(Number(text))) return { at: 0 }
      return { text }
    },
  }
}
