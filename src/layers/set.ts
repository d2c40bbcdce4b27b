import type { Reading } from '../model.js'
import type { Source } from './source.js'

/** `--set NAME=value`: each text as it is, for every leaf of that name, variable or path; the last one counts. */
export const set: Source = ({ set: texts, stack }) => {
  const readings = new Map<string, Reading>()
  for (const [word, text] of texts) {
    const meant = stack.settings.filter(({ name, variable, path }) => [name, variable, path].includes(word))
    for (const { name } of meant) readings.set(name, { text, origin: { layer: 'flag' }, expands: false })
  }
  return { layers: [{ by: 'name', readings }], problems: [] }
}
