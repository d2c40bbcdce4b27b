import { UsageError } from '../errors.js'
import { namesOf } from '../stack/selection.js'
import { aligned } from '../text.js'
import type { Command, Flag } from './command.js'
import { globalFlags } from './global-flags.js'
import { commandNamed, commands } from './index.js'

export const help: Command = {
  name: 'help',
  summary: 'explains a verb',
  usage: '[VERB]',
  flags: [],
  notes: [],
  async run({ world, ...call }) {
    const [verb, another] = namesOf(call)
    if (another !== undefined) throw new UsageError('help explains one verb', 'write config help VERB')
    world.stdout.write(await helpText(verb === undefined ? null : await commandNamed(verb)))
    return 0
  },
}

/** The help of a verb, or of the program. */
export async function helpText(command: Command | null): Promise<string> {
  const sections = command === null ? await programSections() : verbSections(command)
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

async function programSections(): Promise<(readonly string[])[]> {
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  return [
    ['usage: config [FLAGS] VERB [ARGUMENTS]'],
    ['verbs', ...aligned(all.map(({ name, usage, summary }) => [`  ${name} ${usage}`, summary]))],
    flagSection('flags, before or after the verb', globalFlags),
    [
      'exit codes',
      '  0  good',
      '  1  the configuration is bad, or a value asked for is unset or a secret',
      '  2  wrong usage, an unknown name, no schema',
      '  exec hands back those of its command',
    ],
    ['`config help VERB` tells more of a verb'],
  ]
}

function verbSections({ name, usage, summary, flags, notes }: Command): (readonly string[])[] {
  return [
    [`usage: config ${name} ${usage}`.trimEnd(), `  ${summary}`],
    ...(notes.length === 0 ? [] : [notes]),
    ...(flags.length === 0 ? [] : [flagSection('flags', flags)]),
    flagSection('flags of every verb', globalFlags),
  ]
}

function flagSection(title: string, flags: readonly Flag[]): string[] {
  const rows = flags.map(({ name, value, summary }) => [
    `  ${name === 'help' ? '-h, ' : ''}--${name}${value === undefined ? '' : ` ${value}`}`,
    summary,
  ])
  return [title, ...aligned(rows)]
}
