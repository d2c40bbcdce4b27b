import { exactText } from '../display.js'
import { ConfigError, UsageError } from '../errors.js'
import { printers, withoutValues } from '../printers/index.js'
import { namesOf, select } from '../stack/selection.js'
import { suggestion } from '../suggestion.js'
import { either, shownWord } from '../text.js'
import type { Command } from './command.js'

const FORMATS = Object.keys(printers)

export const print: Command = {
  name: 'print',
  summary: 'prints every value and where it came from',
  usage: '[NAME|GROUP ...]',
  flags: [{ name: 'format', value: 'FORMAT', choices: FORMATS, summary: `${either(FORMATS)}; otherwise table` }],
  notes: [
    'Names a setting by its variable or its path, or a group of the schema; everything without a name.',
    'The table is for people. json and yaml mask secrets; env and shell leave them out and name them on stderr.',
    'env is text that dotenv, python-dotenv, Vite, node --env-file and bash read alike.',
    'In another slot than 0 the ports are of that slot: as a layer, only a .local file may hold what env prints.',
    'json-schema is a JSON Schema of the values by name, as get --json and yaml have them; it holds no value of a layer.',
    'shell is for eval "$(config print --format shell)" in sh, bash and zsh.',
  ],
  printsJson: (flag) => flag('format') === 'json',
  async run({ world, flag, resolve, ...call }) {
    const wantsJson = flag('json') !== undefined
    const format = flag('format') ?? (wantsJson ? 'json' : 'table')
    const load = Object.hasOwn(printers, format) ? printers[format] : undefined
    if (load === undefined) {
      throw new UsageError(
        `there is no format ${shownWord(format)}`,
        suggestion(format, FORMATS, `write ${either(FORMATS)}`),
      )
    }
    if (wantsJson && format !== 'json') {
      throw new UsageError(`--json and --format ${format} ask for two formats`, 'leave one of them out')
    }
    const resolution = await resolve()
    const selected = select(namesOf(call), resolution)
    if (resolution.problems.length > 0 && !withoutValues.includes(format)) throw new ConfigError(resolution.problems)
    const reveal = flag('reveal') !== undefined
    const print = await load()
    const { text, remarks } = print({ resolution, selected, reveal, styled: world.stdout.isTerminal })
    if (remarks.length > 0) world.stderr.write(`${remarks.join('\n')}\n`)
    world.stdout.write(format === 'table' ? text : exactText(text, world.stdout))
    return 0
  },
}
