import { basename, dirname, join } from 'node:path'

/** Where the code of modules is kept. */
export interface Store {
  /** Absolute; made where it is missing. Each version of Node has one of its own. */
  readonly folder: string
  /** The folder around it that has to be there, absolute. Between the two are no links, which may lead elsewhere. */
  readonly within: string
  /** Who runs this: what others have written there is not run. Null where nobody can tell. */
  readonly user: number | null
}

/**
 * Where V8's code of this package is kept: in the folder of packages that it lies in, else in that of its own clone.
 * @param modules the folder of our modules, absolute: `dist/cjs`
 */
export function storeOf(modules: string, { version, arch, geteuid }: NodeJS.Process): Store {
  const own = dirname(dirname(modules))
  const within = basename(dirname(own)) === 'node_modules' ? dirname(own) : join(own, 'node_modules')
  const folder = join(within, '.cache/portolan/code', `${version}-${arch}`)
  return { folder, within, user: geteuid?.() ?? null }
}
