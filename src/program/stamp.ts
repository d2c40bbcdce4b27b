import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { importsFrom } from '../schema/file.js'
import { filesOf, type Watched } from '../watching/watched.js'

const MODULE = /\.(?:[cm]?[jt]s|json)$/

/**
 * What a schema may be made of: its file, and if it may import them, the modules in its folder and below that; but for
 * a folder that is the root, where everything else is, too.
 */
export function sourcesOf(schema: string, root: string): Watched {
  const folders = importsFrom(schema).map((path) => ({ path, names: MODULE, isDeep: resolve(path) !== resolve(root) }))
  return { files: [schema], folders }
}

/** Tells what a schema may be made of, as it is, from what it is after any change. */
export function stampOf(sources: Watched): string {
  return filesOf(sources).map(stateOf).join('\n')
}

/** Empty for what cannot be looked at, such as a link that leads to itself or where this user may not go. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch {
    return ''
  }
}
