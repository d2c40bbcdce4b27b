import { posix, resolve } from 'node:path'
import type { Bundler } from '../../bundlers/bundler.js'
import type { EnvText } from '../../bundlers/reading/sight.js'
import { readEnvFiles } from '../../layers/files/read.js'

/** The .env files of a bundler's folder that it reads in a mode and that can be read, by their paths from the root. */
export function envTextsOf(bundler: Bundler, mode: string, root: string, folder: string): EnvText[] {
  const paths = bundler.files(mode).map((name) => posix.join(folder, name))
  const contents = readEnvFiles(paths.map((path) => resolve(root, path)))
  return paths.flatMap((path) => {
    const text = contents.get(resolve(root, path))
    return typeof text === 'string' ? { path, text } : []
  })
}
