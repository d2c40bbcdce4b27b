import type { Reading } from '../model.js'
import type { Source } from './source.js'

/** `--set NAME=value`: each text as it is, for every leaf of that name, variable or path; the last one counts. */
export const set: Source = ({ set: texts, stack }) => {
  const readings = new Map<string, Reading>()
  const words = [...texts.keys()]
  const places = new Map<string | null, number>(words.map((word, index) => [word, index]))
  const placeOf = (word: string | null) => places.get(word) ?? -1
  for (const { name, variable, path } of words.length === 0 ? [] : stack.settings) {
    const word = words[Math.max(placeOf(name), placeOf(variable), placeOf(path))]
    const text = word === undefined ? undefined : texts.get(word)
    if (text !== undefined) readings.set(name, { text, origin: { layer: 'flag' }, expands: false })
  }
  return { layers: [{ by: 'name', readings }], problems: [] }
}
