import type { Format, Leaf } from '../model.js'
import { textOf } from '../text.js'

/** Every other format: any text, left to convict to judge. */
export function any(leaf: Leaf): Format {
  const name = nameOf(leaf.format)
  return name === 'string' ? STRING : textFormat(name)
}

function textFormat(name: string): Format {
  const title = name === 'string' || name === '*' ? 'a text' : `a valid ${name}`
  const judge = (text: string) => (name === 'array' ? { text, value: text.split(',') } : { text })
  return { name, title, hint: 'see the setting in the schema', judge }
}

/** That of most texts: one for all of them. */
const STRING = textFormat('string')

function nameOf(format: unknown): string {
  if (format === undefined || format === String || format === 'String') return 'string'
  if (format === Array || format === 'Array') return 'array'
  if (typeof format === 'function') return format.name === '' || format.name === 'format' ? 'custom' : format.name
  return textOf(format)
}
