import { readdirSync } from 'node:fs'
import type { EditRequest } from '../../edits/edit.js'
import { removeLine } from '../../edits/env-line.js'
import { unsetInFile } from '../../edits/in-file.js'
import { envFilesOf, isEnvFile } from '../../env-file/names.js'
import { ConfigError, UsageError } from '../../errors.js'
import { modeOf } from '../../mode.js'
import { problemOf } from '../../problem.js'
import { namesOf } from '../../stack/selection.js'
import { either } from '../../text.js'
import type { Command } from '../command.js'
import { carryOut } from './carry-out.js'
import { editFlags, fileIn } from './flags.js'

export const unset: Command = {
  name: 'unset',
  summary: "takes a value out of a layer's file again",
  usage: 'NAME',
  flags: editFlags,
  notes: ['Without --local or --in, out of the one file that sets it.'],
  async run(call) {
    const [name, ...others] = namesOf(call)
    if (name === undefined || others.length > 0) throw new UsageError('unset takes one name', 'write config unset NAME')
    const path = fileIn(call)
    return carryOut(call, name, async (request) => unsetInFile(request, path ?? onlyFile(request, call.request.mode)))
  },
}

/** The one file that sets a value, of those that the present mode reads. */
function onlyFile(
  { project, place, setting: { name, variable }, read }: EditRequest,
  mode: string | undefined,
): string {
  const paths = readdirSync(project.root)
    .filter((path) => isEnvFile(path) && removeLine(read(path) ?? '', variable ?? '') !== null)
    .sort()
  const present = envFilesOf(modeOf(mode, place.env).mode)
  const [path, ...others] = paths.filter((one) => present.includes(one))
  if (paths.length > 0 && (path === undefined || others.length > 0)) {
    throw new UsageError(`${name} is set in ${paths.join(', ')}`, `add --in with ${either(paths)}`)
  }
  if (path === undefined) {
    const help = `\`config explain ${name}\` tells where it comes from`
    const message = `no .env file sets ${name}`
    throw new ConfigError([problemOf('write', message, help, { setting: name })])
  }
  return path
}
