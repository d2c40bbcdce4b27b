import { createRequire } from 'node:module'
import type { Jiti, TransformOptions } from 'jiti'
import type { Kept } from './kept.js'

export interface JitiOptions {
  /** What modules get under that name. */
  readonly portolan: object
  /** Where what jiti makes of each file is to be kept. Absent: nowhere. */
  readonly kept?: Kept
  /** A folder for jiti's own cache. Absent: none. */
  readonly folder?: string
}

/**
 * Jiti as it works for a module.
 * @param file the module's, absolute; what it imports is looked for from there
 */
export function jitiFor(file: string, { portolan, kept, folder }: JitiOptions): Jiti {
  // Node loads CommonJS in a third of the time where it is required.
  const ours = createRequire(import.meta.url)
  const { createJiti }: typeof import('jiti') = ours('jiti')
  const options = { fsCache: folder ?? false, virtualModules: { portolan } }
  const plain = createJiti(file, options)
  if (kept === undefined) return plain
  const transpiler = ours.resolve('jiti/package.json')
  const transform = (asked: TransformOptions) => {
    const code = plain.transform(asked)
    const { filename: path, source, async: isAsync = false } = asked
    if (path !== undefined) kept.keep({ path, isAsync, source, code }, transpiler)
    return { code }
  }
  return createJiti(file, { ...options, transform })
}
