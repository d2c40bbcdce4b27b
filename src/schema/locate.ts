import { join, resolve } from 'node:path'
import { UsageError } from '../errors.js'
import { shownWord, visible } from '../text.js'
import { isFolder } from '../there.js'
import type { OwnProcess } from '../world.js'
import { isForeign } from './foreign.js'
import { FORM } from './package-json.js'
import { findRoot, rootAt } from './root.js'

/**
 * The root, and the schema's file in it, both absolute.
 * @param folder the root that a flag names; undefined to look upward from the working directory
 * @throws UsageError where there is none, or one that another user may have put there to be run
 */
export function locate(
  cwd: string,
  folder: string | undefined,
  self: Pick<OwnProcess, 'user'>,
): { root: string; schema: string } {
  const named = folder === undefined ? null : resolve(cwd, folder)
  if (folder === '' || (named !== null && !isFolder(named))) {
    const help = 'write --root with a folder that has a schema'
    throw new UsageError(`there is no folder ${shownWord(folder ?? '')}`, help)
  }
  const found = named === null ? findRoot(cwd) : rootAt(named)
  if (found === null) {
    const where = folder === undefined ? `${visible(cwd)} or a folder above it` : visible(folder)
    const help = `\`config init\` writes one of what the project has; to name yours in package.json, ${FORM}`
    throw new UsageError(`there is no schema in ${where}`, help)
  }
  if (found.schema === null) throw new UsageError(found.message, found.help)
  if (named !== null) return found
  const { root, schema } = found
  const foreign = [schema, join(root, 'package.json')].find((path) => isForeign(path, root, cwd, self))
  if (foreign === undefined) return found
  const help = `name the folder where you trust it: --root ${visible(root)}`
  throw new UsageError(`${visible(foreign)} belongs to another user`, help)
}
