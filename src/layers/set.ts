import type { Reading } from '../model.js'
import type { Source } from './source.js'

/** `--set NAME=value`: each text as it is, for every leaf of that name, variable or path. */
export const set: Source = ({ set: texts, stack }) => {
  const readings = new Map<string, Reading>()
  for (const { name, variable, path } of stack.settings) {
    const text = texts.get(name) ?? texts.get(path) ?? (variable === null ? undefined : texts.get(variable))
    if (text !== undefined) readings.set(name, { text, origin: { layer: 'flag' }, expands: false })
  }
  return { layers: [{ by: 'name', kind: 'flag', readings }], problems: [] }
}
