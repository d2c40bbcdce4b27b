import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { manifestIn } from '../../adoption/project/package-json.js'
import { UsageError } from '../../errors.js'
import { readRegularFile } from '../../regular-file/index.js'
import { LARGEST } from '../../schema/package-json.js'
import { findRoot } from '../../schema/root.js'
import { shownWord } from '../../text.js'
import { isFolder, isThere } from '../../there.js'

/**
 * The folder that is to be the root, without a link on the way: the one that is named, or that has a schema, or where the
 * package is a dependency, not above the git root; else the working directory.
 * @throws UsageError where there is no such folder
 */
export function rootFor(cwd: string, named: string | undefined): string {
  const folder = named === undefined ? (findRoot(cwd)?.root ?? dependentFolder(cwd) ?? cwd) : resolve(cwd, named)
  if (named === '' || !isFolder(folder)) {
    throw new UsageError(
      `there is no folder ${shownWord(named ?? folder)}`,
      'write --root with the folder of the project',
    )
  }
  return realpathSync(folder).split(sep).join('/')
}

function dependentFolder(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    const text = existsSync(path) ? readRegularFile(path, LARGEST) : null
    if (typeof text === 'string' && manifestIn(text)?.depends('portolan')) return folder
    if (isThere(join(folder, '.git')) || dirname(folder) === folder) return null
  }
}
