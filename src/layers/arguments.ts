import parseArguments from 'yargs-parser'
import type { Reading } from '../model.js'
import type { Source } from './source.js'

const CONFIGURATION = { 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false }

/** convict's `arg`, from the arguments that a caller hands on: read as convict reads them, but kept as text. */
export const argumentsSource: Source = ({ argv, stack }) => {
  const readings = new Map<string, Reading>()
  if (argv.length > 0) {
    const parsed = parseArguments([...argv], { configuration: CONFIGURATION })
    for (const { name, argument } of stack.settings) {
      const given = argument === null ? undefined : parsed[argument]
      if (given !== undefined) readings.set(name, { text: String(given), origin: { layer: 'flag' }, expands: false })
    }
  }
  return { layers: [{ by: 'name', readings }], problems: [] }
}
