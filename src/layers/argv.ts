import parseArguments from 'yargs-parser'
import type { Reading } from '../model.js'
import type { Source } from './source.js'

const CONFIGURATION = { 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false }

/** convict's `arg`, from the arguments that a caller hands on: read as convict reads them, but kept as text. */
export const argv: Source = ({ argv: given, stack }) => {
  const readings = new Map<string, Reading>()
  if (given.length > 0) {
    const parsed = parseArguments([...given], { configuration: CONFIGURATION })
    for (const { name, argument } of stack.settings) {
      const value = argument === null ? undefined : parsed[argument]
      if (value !== undefined) readings.set(name, { text: String(value), origin: { layer: 'flag' }, expands: false })
    }
  }
  return { layers: [{ by: 'name', readings }], problems: [] }
}
