import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

/** convict's `Object`, read as JSON, and the unnamed leaves whose default is an object. */
export const structure: FormatKind = {
  names: ['Object'],
  of: (leaf) => {
    const { format } = leaf
    const unnamed = typeof format !== 'string' && format !== Object && format !== Array && format !== RegExp
    const byDefault = unnamed && typeof leaf.default === 'object' && leaf.default !== null
    if (format !== Object && format !== 'Object' && !byDefault) return null
    return {
      name: 'object',
      title: 'JSON',
      hint: 'write it as JSON, between single quotes in a file',
      judge(text): Verdict {
        try {
          return { text, value: JSON.parse(text) }
        } catch {
          return { at: 0 }
        }
      },
    }
  },
}
