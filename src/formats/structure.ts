import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

/**
 * convict's `Object`, read as JSON, and the unnamed leaves whose default is an object or a list: convict takes the same
 * kind only.
 */
export const structure: FormatKind = {
  names: ['Object'],
  of: (leaf) => {
    const { format } = leaf
    const unnamed = typeof format !== 'string' && format !== Object && format !== Array && format !== RegExp
    const byDefault = unnamed && typeof leaf.default === 'object' && leaf.default !== null
    if (format !== Object && format !== 'Object' && !byDefault) return null
    const isList = byDefault && Array.isArray(leaf.default)
    return {
      name: 'object',
      title: isList ? 'a JSON list' : 'a JSON object',
      hint: 'write it as JSON, between single quotes in a file',
      judge(text): Verdict {
        const value = parsed(text)
        const isStructure = typeof value === 'object' && value !== null
        return isStructure && Array.isArray(value) === isList ? { text, value } : { at: 0 }
      },
    }
  },
}

/** What a JSON text holds; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
