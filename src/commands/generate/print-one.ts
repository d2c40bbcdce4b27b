import { UsageError } from '../../errors.js'
import { namesOf } from '../../selection.js'
import { either, visible } from '../../text.js'
import type { Call } from '../command.js'
import { planFor, tell } from './plan.js'

/** Prints the file of one target. */
export async function printOne(call: Call, word: string): Promise<number> {
  if (namesOf(call).length > 0) throw new UsageError('--stdout prints one target', 'write --stdout TARGET alone')
  const { files, remarks } = await planFor(call, [word])
  const [only, ...others] = files.filter(({ path, declared }) => path === declared)
  if (only === undefined || others.length > 0) {
    const help = `write --stdout with ${either(files.map(({ path }) => visible(path)))}`
    throw new UsageError(`the schema declares several files for ${visible(word)}`, help)
  }
  tell(remarks, call.world)
  call.world.stdout.write(only.text)
  return 0
}
