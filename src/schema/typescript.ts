import { lstatSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const CACHE = 'node_modules/.cache/portolan'

/**
 * Runs a TypeScript module: by jiti on every version of Node, whose own type stripping knows less, and not every import
 * that TypeScript does. What jiti makes of each file is kept by the file's content in `node_modules/.cache/portolan`
 * under the root, where that is a folder of its own; it is safe to delete, and what goes wrong with it costs time only.
 * To the schema `portolan` is the package that runs: a second copy of it would take longer to load than all the rest.
 * @returns the module's exports, as getters or values
 */
export async function runTypeScript(path: string, root: string): Promise<unknown> {
  const cache = cacheIn(root)
  try {
    return await importWith(path, cache)
  } catch (error) {
    if (cache === false || !isOfSystem(error)) throw error
    return importWith(path, false)
  }
}

async function importWith(path: string, cache: string | false): Promise<unknown> {
  // Node loads CommonJS in a third of the time where it is required.
  const { createJiti }: typeof import('jiti') = createRequire(import.meta.url)('jiti')
  const options = { fsCache: cache, virtualModules: { portolan: await import('../index.js') } }
  return behindProxy(await createJiti(join(dirname(path), 'schema.js'), options).import(path))
}

/** A module's exports as it wrote them: jiti's proxy takes the method `default` of a convict instance for an export. */
export function behindProxy(module: unknown): unknown {
  if (typeof module !== 'object' || module === null) return module
  return Object.defineProperties({}, Object.getOwnPropertyDescriptors(module))
}

/** Not through a link, which may lead out of the root. */
function cacheIn(root: string): string | false {
  const [packages, ...below] = ['node_modules', 'node_modules/.cache', CACHE].map((path) => join(root, path))
  const isSound = isFolder(packages ?? root) === true && below.every((path) => isFolder(path) !== false)
  return isSound && join(root, CACHE)
}

/** Null where nothing can be seen. */
function isFolder(path: string): boolean | null {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return null
  }
}

/** Whether the system refused something: not always does such an error tell which file it is about. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
