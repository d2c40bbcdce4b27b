import { UsageError } from '../errors.js'
import { suggestion } from '../names.js'
import { aligned, quoted } from '../text.js'
import type { Command, Flag } from './command.js'
import { globalFlags } from './global.js'
import { commands } from './index.js'

export const help: Command = {
  name: 'help',
  summary: 'explains a verb',
  usage: '[VERB]',
  flags: [],
  notes: [],
  async run({ world, words: [verb] }) {
    if (verb !== undefined && !Object.hasOwn(commands, verb)) {
      const otherwise = '`config help` lists the verbs'
      throw new UsageError(
        `there is no verb ${quoted(verb)}`,
        suggestion(verb, Object.keys(commands), otherwise),
      )
    }
    world.stdout.write(await helpText(verb === undefined ? null : ((await commands[verb]?.()) ?? null)))
    return 0
  },
}

/** The help of a verb, or of the program. */
export async function helpText(command: Command | null): Promise<string> {
  const sections = command === null ? await programSections() : verbSections(command)
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

async function programSections(): Promise<string[][]> {
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  return [
    ['usage: config [FLAGS] VERB [ARGUMENTS]'],
    ['verbs', ...aligned(all.map(({ name, usage, summary }) => [`  ${name} ${usage}`, summary]))],
    flagSection('flags, before or after the verb', globalFlags),
    ['exit codes', '  0 good; 1 the configuration is bad; 2 wrong usage; exec: those of its command'],
  ]
}

function verbSections({ name, usage, summary, flags, notes }: Command): string[][] {
  return [
    [`usage: config ${name} ${usage}`.trimEnd(), `  ${summary}`],
    ...notes.map((note) => [note]),
    ...(flags.length === 0 ? [] : [flagSection('flags', flags)]),
    flagSection('flags of every verb', globalFlags),
  ]
}

function flagSection(title: string, flags: readonly Flag[]): string[] {
  const rows = flags.map(({ name, value, summary }) => [
    `  --${name}${value === undefined ? '' : ` ${value}`}`,
    summary,
  ])
  return [title, ...aligned(rows)]
}
