import { dirname, join } from 'node:path'
import type { Jiti } from 'jiti'
import type { Environment } from '../../world.js'
import { behindProxy } from '../exports.js'
import { cacheIn } from './cache.js'
import { type JitiOptions, jitiFor } from './jiti.js'
import { keptIn } from './kept.js'
import { runKept } from './run-kept.js'

/**
 * Runs a TypeScript module: by jiti on every version of Node, whose own type stripping knows less, and not every import
 * that TypeScript does. What jiti makes of each file is kept, by the file's content, in `node_modules/.cache/portolan`
 * under the root, where that is a folder of its own; what is kept is run without jiti. It is safe to delete, and what
 * goes wrong with it costs time only.
 * To the schema `portolan` is the package that runs: a second copy of it would take longer to load than all the rest.
 * @param env what jiti is told by variables of its own: then it does everything itself
 * @returns the module's exports, as getters or values
 */
export async function runTypeScript(path: string, root: string, env: Environment): Promise<unknown> {
  const folder = cacheIn(root)
  const portolan = await import('../../index.js')
  if (folder === null) return behindProxy(await jitiBeside(path, { portolan }).import(path))
  if (isUnusual(path, env)) return behindProxy(await runUnusual(path, folder, portolan))
  const kept = keptIn(folder)
  const running = kept.holds(path) ? runKept(path, kept, portolan) : jitiBeside(path, { portolan, kept }).import(path)
  return behindProxy(await running)
}

/** Where jiti works in another way than what runs kept modules does: by settings of its own, in Bun, on Windows. */
function isUnusual(path: string, env: Environment): boolean {
  return path.includes('\\') || 'Bun' in globalThis || Object.keys(env).some((name) => name.startsWith('JITI_'))
}

/** By jiti alone, with a cache of its own, which is done without where something is wrong with it. */
async function runUnusual(path: string, folder: string, portolan: object): Promise<unknown> {
  try {
    return await jitiBeside(path, { portolan, folder }).import(path)
  } catch (error) {
    if (!isOfSystem(error)) throw error
    return jitiBeside(path, { portolan }).import(path)
  }
}

/** Whether the system refused something: not always does such an error tell which file it is about. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function jitiBeside(path: string, options: JitiOptions): Jiti {
  return jitiFor(join(dirname(path), 'schema.js'), options)
}
