import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Watched } from '../watching/watched.js'
import { importsFrom } from './file.js'

const MODULE = /\.(?:[cm]?[jt]s|json)$/

/**
 * What a schema may be made of: its file, and if it may import them, the modules in its folder and below that; but for
 * a folder that is the root, where everything else is, too.
 */
export function sourcesOf(schema: string, root: string): Watched {
  const folders = importsFrom(schema).map((path) => ({ path, names: MODULE, isDeep: resolve(path) !== resolve(root) }))
  return { files: [schema], folders }
}

/** Whether files still have the texts that they were read with, by absolute path. */
export function areOnDisk(texts: ReadonlyMap<string, string>): boolean {
  return [...texts].every(([path, text]) => textAt(path) === text)
}

function textAt(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
