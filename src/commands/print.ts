import { ConfigError, UsageError } from '../errors.js'
import { suggestion } from '../names.js'
import { printers } from '../printers/index.js'
import { select } from '../selection.js'
import { either, visible } from '../text.js'
import type { Command } from './command.js'

const FORMATS = Object.keys(printers)

export const print: Command = {
  name: 'print',
  summary: 'prints every value and where it came from',
  usage: '[NAME|GROUP ...]',
  flags: [{ name: 'format', value: 'FORMAT', summary: `${either(FORMATS)}; otherwise table` }],
  notes: [
    'The table is for people. json and yaml mask secrets; env and shell leave them out and name them on stderr.',
    'env is text that dotenv, python-dotenv, Vite, node --env-file and bash read alike; shell is for eval.',
  ],
  async run({ world, words, flag, resolution }) {
    const format = flag('format') ?? (flag('json') === undefined ? 'table' : 'json')
    const printer = Object.hasOwn(printers, format) ? printers[format] : undefined
    if (printer === undefined) {
      throw new UsageError(
        `there is no format ${visible(format)}`,
        suggestion(format, FORMATS, `write ${either(FORMATS)}`),
      )
    }
    const all = await resolution()
    const selected = select(words, all.stack)
    if (all.problems.length > 0) throw new ConfigError(all.problems)
    const reveal = flag('reveal') !== undefined
    const { text, remarks } = printer({ resolution: all, selected, reveal, styled: world.stdout.isTerminal })
    if (remarks.length > 0) world.stderr.write(`${remarks.join('\n')}\n`)
    world.stdout.write(text)
    return 0
  },
}
