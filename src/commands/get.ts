import { exactText } from '../display.js'
import { ConfigError, UsageError } from '../errors.js'
import type { Problem, Resolved } from '../model.js'
import { settingReport } from '../report.js'
import { namesOf, selectOne } from '../stack/selection.js'
import { jsonText } from '../text.js'
import type { Command } from './command.js'

export const get: Command = {
  name: 'get',
  summary: 'prints bare values',
  usage: 'NAME...',
  flags: [],
  notes: [
    'One value a line, in the order asked for; with --json an object of names and values.',
    'Names a setting by its variable or its path.',
    'On a terminal, what would steer it is escaped.',
    'Where one of them is unset, or a secret without --reveal, prints nothing and exits 1.',
  ],
  async run({ world, flag, resolve, ...call }) {
    const names = namesOf(call)
    if (names.length === 0) throw new UsageError('get needs a name', 'write config get NAME...')
    const resolution = await resolve()
    const wanted = names.map((word) => selectOne(word, resolution))
    if (resolution.problems.length > 0) throw new ConfigError(resolution.problems)
    const reveal = flag('reveal') !== undefined
    const withheld = wanted.flatMap((one) => withheldProblem(one, reveal) ?? [])
    if (withheld.length > 0) throw new ConfigError(withheld)
    if (flag('json') !== undefined) {
      const values = wanted.map((one) => [one.setting.name, settingReport(one, true).value])
      world.stdout.write(jsonText(Object.fromEntries(values)))
    } else {
      world.stdout.write(exactText(wanted.map(({ text }) => `${text}\n`).join(''), world.stdout))
    }
    return 0
  },
}

/** Why there is nothing to print for a setting, or null. */
function withheldProblem({ setting, text, secret, secretBecause, origin }: Resolved, reveal: boolean): Problem | null {
  const { name, variable } = setting
  const subject = { check: 'get', severity: 'error', setting: name, origin } as const
  if (text === null) {
    return {
      ...subject,
      message: `${name} is not set`,
      help: `set ${variable ?? name}, or give it a default in the schema`,
    }
  }
  if (!secret || reveal) return null
  return { ...subject, message: `${name} ${secretBecause}`, help: 'add --reveal to print it' }
}
