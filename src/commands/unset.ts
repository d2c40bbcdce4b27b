import { unsetInFile } from '../edits/in-file.js'
import { ConfigError, UsageError } from '../errors.js'
import { resolveProject } from '../load.js'
import type { Resolved } from '../model.js'
import { namesOf, selectOne } from '../selection.js'
import { either } from '../text.js'
import { readUnder } from '../writer.js'
import { carryOut, editFlags } from './carry-out.js'
import type { Command } from './command.js'
import { fileOf } from './set.js'

export const unset: Command = {
  name: 'unset',
  summary: "takes a value out of a layer's file again",
  usage: 'NAME',
  flags: editFlags,
  notes: ['Without --local or --in, out of the one file that sets it.'],
  async run(call) {
    const [name, ...others] = namesOf(call)
    if (name === undefined || others.length > 0) {
      throw new UsageError('unset takes one name', 'write config unset NAME')
    }
    const { project } = await call.open()
    const resolved = selectOne(name, resolveProject(project, call.world, call.request))
    const path = fileOf(call) ?? onlyFile(resolved)
    const follow = call.flag('follow') !== undefined
    const edit = unsetInFile(project, resolved.setting, path, (file) => readUnder(project.root, file, { follow }))
    return carryOut(call, project, resolved.setting, edit)
  },
}

/** The one file that sets a value. */
function onlyFile({ setting, origin, shadowed, passedOver }: Resolved): string {
  const origins = [origin, ...shadowed.map((lost) => lost.origin), ...passedOver]
  const paths = [...new Set(origins.flatMap((one) => (one?.layer === 'file' ? one.path : [])))]
  const [path, ...others] = paths
  const { name } = setting
  if (path === undefined) {
    const message = `no .env file sets ${name}`
    const help = `\`config explain ${name}\` tells where it comes from`
    throw new ConfigError([{ check: 'write', severity: 'error', setting: name, message, origin, help }])
  }
  if (others.length > 0) {
    throw new UsageError(`${name} is set in ${paths.join(', ')}`, `add --in with ${either(paths)}`)
  }
  return path
}
