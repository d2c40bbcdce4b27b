import { exactText } from '../../display.js'
import { ConfigError, UsageError } from '../../errors.js'
import type { PlannedFile, Remark } from '../../generation/plan.js'
import { problemOf } from '../../problem.js'
import { namesOf } from '../../stack/selection.js'
import { either, visible } from '../../text.js'
import type { Call } from '../command.js'
import { planFor } from './plan.js'
import { tell } from './tell.js'

/** Prints the file of one target. */
export async function printOne(call: Call, word: string): Promise<number> {
  if (namesOf(call).length > 0) throw new UsageError('--stdout prints one target', 'write --stdout TARGET alone')
  const { files, remarks } = await planFor(call, [word])
  const [only, ...others] = files.filter(({ path, declaredPath }) => path === declaredPath)
  if (only === undefined || others.length > 0) {
    const help = `write --stdout with ${either(files.map(({ path }) => visible(path)))}`
    throw new UsageError(`the schema declares several files for ${visible(word)}`, help)
  }
  if (call.flag('local') !== undefined && only.scope === 'shared') throw sharedAlone(only)
  if (only.secret && call.flag('reveal') === undefined) throw withheld(only)
  tell([...remarks, ...modeIgnored(only, call)], call.world)
  call.world.stdout.write(exactText(only.text, call.world.stdout))
  return 0
}

/** What is shared has the mode that the schema says for it, whatever the command's is. */
function modeIgnored({ path, target, scope }: PlannedFile, { flag }: Call): Remark[] {
  const mode = flag('mode')
  if (mode === undefined || scope === 'local' || !('scope' in target.options)) return []
  return [
    { path, text: `--mode does not count for what is shared: add --local, or write mode: '${mode}' in the schema` },
  ]
}

function sharedAlone({ path, target }: PlannedFile): UsageError {
  const message = `${visible(path)} is the same for everybody: the target ${target.name} has no --local`
  return new UsageError(message, 'leave out --local, which is for firewall rules')
}

function withheld({ path }: PlannedFile): ConfigError {
  const message = `${visible(path)} holds secrets`
  const help = 'add --reveal to print it'
  return new ConfigError([problemOf('secret', message, help)])
}
