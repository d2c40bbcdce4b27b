import { posix } from 'node:path'
import { UsageError } from '../../errors.js'
import type { Call, Flag } from '../command.js'

/** The flags of verbs that change where a value is written down. */
export const editFlags: readonly Flag[] = [
  { name: 'local', summary: 'in .env.local: for this machine alone' },
  { name: 'in', value: 'FILE', summary: "in a layer's file: .env.defaults, .env, .env.production, ..." },
  { name: 'plan', summary: 'tells what would happen, and writes nothing' },
  { name: 'follow', summary: 'writes through symbolic links that stay under the root' },
]

/** The layer's file that flags name, or null. */
export function fileIn({ flag }: Call): string | null {
  const file = flag('in')
  if (flag('local') === undefined) return file === undefined ? null : posix.normalize(file)
  if (file !== undefined) throw new UsageError('--local and --in name two files', 'leave one of them out')
  return '.env.local'
}
