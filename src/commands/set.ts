import { posix } from 'node:path'
import { setInFile } from '../edits/in-file.js'
import { setInSchema } from '../edits/in-schema.js'
import { ConfigError, UsageError } from '../errors.js'
import { settingOf, unknownName } from '../lookup.js'
import type { Setting } from '../model.js'
import { namesOf } from '../selection.js'
import { shownWord } from '../text.js'
import { readUnder } from '../writer.js'
import { carryOut, editFlags } from './carry-out.js'
import type { Call, Command } from './command.js'

export const set: Command = {
  name: 'set',
  summary: 'changes a value where it is written down, and everything that is made of it',
  usage: 'NAME VALUE',
  flags: editFlags,
  notes: [
    "Without --local or --in, the change is the project's: the default in the schema's source is rewritten.",
    'Refuses what the schema refuses; regenerates what became stale; tells what must be rebuilt or restarted.',
    'A negative value stands behind --: config set NAME -- -1.',
  ],
  async run(call) {
    const [name, value, ...others] = namesOf(call)
    if (name === undefined || value === undefined || others.length > 0) throw misused(name, others)
    const { project, schemaFile } = await call.open()
    const setting = settingOf(name, project.stack)
    if (setting === null) {
      const { message, help } = unknownName(name, project.stack)
      throw new UsageError(message, help)
    }
    const path = fileOf(call)
    if (value === '' && !setting.allowEmpty) throw emptyValue(setting)
    if (setting.sensitive && !path?.endsWith('.local')) throw committedSecret(setting)
    const follow = call.flag('follow') !== undefined
    const read = (file: string) => readUnder(project.root, file, { follow })
    const edit =
      path === null
        ? await setInSchema(project, schemaFile, setting, value, call.world.schemaEnv)
        : setInFile(project, call.world, setting, value, path, read)
    return carryOut(call, project, setting, edit)
  },
}

/** The layer's file that flags name, or null. */
export function fileOf({ flag }: Call): string | null {
  const file = flag('in')
  if (flag('local') === undefined) return file === undefined ? null : posix.normalize(file)
  if (file !== undefined) throw new UsageError('--local and --in name two files', 'leave one of them out')
  return '.env.local'
}

function emptyValue({ name }: Setting): UsageError {
  return new UsageError('an empty value counts as unset', `write config unset ${name}`)
}

function committedSecret({ name, variable }: Setting): ConfigError {
  const message = `${name} is a secret, and what is committed is no place for it`
  const help = `write config set --local ${variable ?? name} ...`
  return new ConfigError([{ check: 'secret', severity: 'error', setting: name, message, origin: null, help }])
}

function misused(name: string | undefined, others: readonly string[]): UsageError {
  if (others.length > 0) return new UsageError('set takes one name and one value', 'put the value between quotes')
  const [key, value] = (name ?? 'NAME').split(/=(.*)/s)
  const shown = shownWord(key ?? 'NAME')
  return new UsageError(
    'set needs a name and a value',
    `write config set ${shown} ${value === undefined ? 'VALUE' : '...'}`,
  )
}
