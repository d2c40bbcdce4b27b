import type { Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

const DEEPEST = 100
const HINT = `leave out the key __proto__, numbers beyond 1.8e308, and what lies more than ${DEEPEST} levels deep`

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
        if (!isStructure || Array.isArray(value) !== isList) return { at: 0 }
        return isReadAlike(value) ? { text, value } : { at: 0, hint: HINT }
      },
    }
  },
}

/**
 * Whether JSON has a text for a value that JavaScript, convict and Python all read as the same: to convict `__proto__`
 * is no key, and where a number is too large, or none, JSON says null.
 */
export function isReadAlike(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (depth >= DEEPEST || Object.hasOwn(value, '__proto__')) return false
  return Object.values(value).every((inner) => isReadAlike(inner, depth + 1))
}

/** What a JSON text holds; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
