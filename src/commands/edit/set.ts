import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setInFile } from '../../edits/in-file.js'
import { setInSchema } from '../../edits/in-schema.js'
import { isLocalFile } from '../../env-file/names.js'
import { ConfigError, UsageError } from '../../errors.js'
import type { Setting } from '../../model.js'
import { problemOf } from '../../problem.js'
import { isSecretWith } from '../../resolve/taint.js'
import { namesOf } from '../../stack/selection.js'
import { shownWord, visible } from '../../text.js'
import type { World } from '../../world.js'
import type { Command } from '../command.js'
import { carryOut } from './carry-out.js'
import { editFlags, fileIn } from './flags.js'

export const set: Command = {
  name: 'set',
  summary: 'changes a value where it is written down, and everything that is made of it',
  usage: 'NAME VALUE|--stdin',
  flags: [...editFlags, { name: 'stdin', summary: 'reads the value from standard input, as for a secret' }],
  notes: [
    "Without --local or --in, the change is the project's: the default in the schema's source is rewritten.",
    'Refuses what the schema refuses; regenerates what became stale; tells what must be rebuilt or restarted.',
    'A negative value stands behind --: config set NAME -- -1.',
    'A secret is best read from standard input: every user of the machine can see the arguments of a process.',
  ],
  async run(call) {
    const { world, flag } = call
    const [name, given, ...others] = namesOf(call)
    const isPiped = flag('stdin') !== undefined
    if (isPiped && given !== undefined)
      throw new UsageError('set --stdin takes no value', 'write config set NAME --stdin')
    if (name === undefined || (given === undefined && !isPiped) || others.length > 0) throw misused(name, others)
    const value = given ?? piped(name, world)
    const path = fileIn(call)
    let isSecret = false
    const code = await carryOut(call, name, async (request) => {
      const { setting } = request
      if (value === '' && !setting.allowEmpty) throw emptyValue(setting, path)
      if (setting.slot !== null) refuseShared(setting, value, path)
      isSecret = isSecretWith(setting, value, request.project.stack)
      if (isSecret && (path === null || !isLocalFile(path))) throw committedSecret(setting)
      return path === null ? setInSchema(request, value, world.schemaEnv) : setInFile(request, path, value)
    })
    if (isSecret && !isPiped) world.stderr.write(SEEN)
    const { root } = (await call.open()).project
    if (isSecret && path !== null && isReadByOthers(join(root, path), world)) {
      world.stderr.write(`note: ${visible(path)} can be read by others: chmod 600 ${visible(path)}\n`)
    }
    return code
  },
}

const SEEN = 'note: other users of this machine can see the arguments of a process: --stdin reads a secret unseen\n'

/** Whether the file's group or everybody may read it; Windows does not say so. */
function isReadByOthers(file: string, { platform }: World): boolean {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  return platform !== 'win32' && (mode & 0o044) !== 0
}

/** The value on standard input, without the line break that most programs end it with. */
function piped(name: string, { readInput }: World): string {
  const text = readInput()
  if (text !== null) return text.replace(/\r?\n$/, '')
  const help = `pipe it in, as in printf %s "$SECRET" | config set --local ${shownWord(name)} --stdin`
  throw new UsageError('standard input is a terminal, which shows what is typed', help)
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

/** One slot for every checkout would be none. */
function refuseShared(setting: Setting, value: string, path: string | null): void {
  const { name, format } = setting
  if ((path !== null && isLocalFile(path)) || 'at' in format.judge(value)) return
  const message = `${name} is this checkout's own, and what is committed is no place for it`
  const help = `\`config slot claim ${value}\` takes slot ${value} for this checkout, in every mode, if nobody has it`
  throw new ConfigError([problemOf('slot', message, help, { setting: name })])
}

function committedSecret({ name, variable }: Setting): ConfigError {
  const message = `${name} is a secret, or holds one, and what is committed is no place for it`
  const help = `pipe it in: config set --local ${variable ?? name} --stdin`
  return new ConfigError([problemOf('secret', message, help, { setting: name })])
}
