import { dirname, extname } from 'node:path'
import { engineOf } from '../convict.js'
import { ConfigError } from '../errors.js'
import { readRegularFile } from '../regular-file/index.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { exportOf, isSchema } from './exports.js'
import { runJavaScript } from './javascript.js'
import { parseJson } from './json.js'
import { loadProblem } from './load-problem.js'
import { LARGEST } from './package-json.js'
import { schemaProblem } from './problem.js'

/** What a schema may look at, and how it is loaded. */
export type Around = Pick<World, 'schemaEnv' | 'loadsAsUsual'>

/**
 * What a schema file exports: by default, as `schema`, or as the module itself.
 * @throws ConfigError where it cannot be read or run, or exports nothing that a schema could be
 */
export async function loadSchemaFile(path: string, shownPath: string, root: string, around: Around): Promise<object> {
  let exported: unknown
  try {
    exported = await loadTaught(path, root, around)
  } catch (error) {
    throw new ConfigError([loadProblem(error, path, shownPath, around.schemaEnv)])
  }
  return schemaIn(exported, shownPath)
}

/** @throws ConfigError where a schema file exports nothing that a schema could be */
export function schemaIn(exported: unknown, shownPath: string): object {
  if (isSchema(exported)) return exported
  const help =
    extname(shownPath) === '.json'
      ? 'write an object of settings'
      : 'write `export default defineSchema({ ... })`, or `module.exports = ...` in CommonJS'
  throw new ConfigError([schemaProblem(null, `${visible(shownPath)} exports no schema`, help)])
}

/** The folders whose packages a schema file may import. Data imports nothing, and no module is run for its sake. */
export function importsFrom(path: string): string[] {
  return extname(path) === '.json' ? [] : [dirname(path)]
}

/** A convict instance looks its formats up when it is made: ours are taught to the convict of a schema that names them. */
async function loadTaught(path: string, root: string, around: Around): Promise<unknown> {
  try {
    return await load(path, root, around)
  } catch (error) {
    if (!namesOwnFormat(error)) throw error
    engineOf(importsFrom(path)).convict()
    return load(path, root, around)
  }
}

/** What a schema throws may be anything. */
function namesOwnFormat(error: unknown): boolean {
  try {
    return error instanceof Error && /unknown format type: portolan:/.test(error.message)
  } catch {
    return false
  }
}

async function load(path: string, root: string, { schemaEnv, loadsAsUsual }: Around): Promise<unknown> {
  const ending = extname(path)
  if (ending === '.json') return parseJson(jsonIn(path))
  if (ending === '.ts' || ending === '.mts' || ending === '.cts') {
    const { runTypeScript } = await import('./typescript/index.js')
    return exportOf(await runTypeScript(path, root, schemaEnv))
  }
  return runJavaScript(path, loadsAsUsual)
}

function jsonIn(path: string): string {
  const content = readRegularFile(path, LARGEST)
  if (typeof content === 'string') return content
  throw new Error(content === null ? 'it was taken away' : `it ${content.reason}`)
}
