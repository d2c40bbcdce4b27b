import type { Layer, Reading, Setting, Stack } from '../model.js'
import { textOf } from '../text.js'
import type { Source } from './source.js'

/** The defaults that the schema gives. */
export const schema: Source = ({ stack }) => ({ layers: [defaultsOf(stack)], problems: [] })

const known = new WeakMap<Stack, Layer>()

/** The same layer whenever it is asked for: of the readings nothing goes by more than the stack. */
export function defaultsOf(stack: Stack): Layer {
  const layer = known.get(stack) ?? layerOf(stack)
  known.set(stack, layer)
  return layer
}

function layerOf(stack: Stack): Layer {
  const readings = new Map<string, Reading>()
  for (const setting of stack.settings) {
    const text = defaultText(setting)
    const origin = { layer: 'schema', path: setting.path } as const
    if (text !== null) readings.set(setting.name, { text, origin, expands: setting.derived })
  }
  return { by: 'name', readings }
}

/** A default as the text that would give it; null where there is none. */
function defaultText({ default: value, format }: Setting): string | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return String(value)
  if (value instanceof RegExp) return value.source
  return Array.isArray(value) && format.name === 'array' ? value.map(itemText).join(',') : JSON.stringify(value)
}

/** As `join` has it: nothing for null. */
function itemText(item: unknown): string {
  return item === null || item === undefined ? '' : textOf(item)
}
