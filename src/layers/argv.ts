import { createRequire } from 'node:module'
import type parser from 'yargs-parser'
import type { Reading } from '../model.js'
import type { Source } from './source.js'

const require = createRequire(import.meta.url)
const CONFIGURATION = { 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false }

/** convict's `arg`, from the arguments that a caller hands on: read as convict reads them, but kept as text. */
export const argv: Source = ({ argv: given, stack }) => {
  const readings = new Map<string, Reading>()
  if (given.length > 0) {
    const parseArguments: typeof parser = require('yargs-parser')
    const parsed = new Map<string, unknown>(
      Object.entries(parseArguments([...given], { configuration: CONFIGURATION })),
    )
    const overlooked = overlookedIn(given)
    for (const { name, argument } of stack.settings) {
      const value = argument === null ? undefined : (overlooked.get(argument) ?? parsed.get(argument))
      if (value !== undefined) readings.set(name, { text: String(value), origin: { layer: 'flag' }, expands: false })
    }
  }
  return { layers: [{ by: 'name', readings }], problems: [] }
}

/** The options that convict's reader takes for none: those whose value ends in `---`, or has `---=` in it. */
function overlookedIn(given: readonly string[]): ReadonlyMap<string, string> {
  const end = given.indexOf('--')
  const options = (end < 0 ? given : given.slice(0, end)).filter((option) => /-{3,}(?:=|$)/.test(option))
  return new Map(options.flatMap((option) => readOption(option) ?? []))
}

function readOption(option: string): [[name: string, value: string]] | null {
  const [, name, value] = /^--([^=]+)=(.*)$/s.exec(option) ?? []
  return name === undefined || value === undefined ? null : [[name, value]]
}
