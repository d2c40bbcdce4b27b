import { setInFile } from '../../edits/in-file.js'
import { setInSchema } from '../../edits/in-schema.js'
import { isLocalFile } from '../../env-files.js'
import { ConfigError, UsageError } from '../../errors.js'
import type { Setting } from '../../model.js'
import { problemOf } from '../../problem.js'
import { isSecretWith } from '../../resolve/taint.js'
import { namesOf } from '../../selection.js'
import { shownWord } from '../../text.js'
import type { Command } from '../command.js'
import { carryOut } from './carry-out.js'
import { editFlags, fileIn } from './flags.js'

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
    const path = fileIn(call)
    return carryOut(call, name, (request) => {
      const { setting } = request
      if (value === '' && !setting.allowEmpty) throw emptyValue(setting, path)
      const isSecret = isSecretWith(setting, value, request.project.stack)
      if (isSecret && (path === null || !isLocalFile(path))) throw committedSecret(setting)
      return path === null ? setInSchema(request, value, call.world.schemaEnv) : setInFile(request, path, value)
    })
  },
}

function misused(name: string | undefined, others: readonly string[]): UsageError {
  if (others.length > 0) return new UsageError('set takes one name and one value', 'put the value between quotes')
  const [key, value] = (name ?? 'NAME').split(/=(.*)/s)
  const help = `write config set ${shownWord(key ?? 'NAME')} ${value === undefined ? 'VALUE' : '...'}`
  return new UsageError('set needs a name and a value', help)
}

function emptyValue({ name }: Setting, path: string | null): UsageError {
  const help = path === null ? 'write a value' : `write config unset ${name} --in ${path}`
  return new UsageError('an empty value counts as unset', help)
}

function committedSecret({ name, variable }: Setting): ConfigError {
  const message = `${name} is a secret, or holds one, and what is committed is no place for it`
  const help = `write config set --local ${variable ?? name} ...`
  return new ConfigError([problemOf('secret', message, help, { setting: name })])
}
