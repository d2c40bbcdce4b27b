import { statSync } from 'node:fs'
import { importsFrom } from '../schema/file.js'
import { filesOf, type Watched } from '../watching/watched.js'

const MODULE = /\.(?:[cm]?[jt]s|json)$/

/** What a schema may be made of: its file, and the modules in its folder if it may import them. */
export function sourcesOf(schema: string): Watched {
  return { files: [schema], folders: importsFrom(schema).map((path) => ({ path, names: MODULE })) }
}

/** Tells a schema, and what it may be made of, as they are from what they are after any change. */
export function stampOf(schema: string): string {
  return filesOf(sourcesOf(schema)).map(stateOf).join('\n')
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
