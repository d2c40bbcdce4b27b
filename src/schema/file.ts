import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../errors.js'
import { readRegularFile } from '../regular-file/index.js'
import { visible } from '../text.js'
import type { Environment } from '../world.js'
import { exportOf, exportOfModule, isSchema } from './exports.js'
import { parseJson } from './json.js'
import { loadProblem } from './load-problem.js'
import { LARGEST } from './package-json.js'
import { schemaProblem } from './problem.js'

/**
 * What a schema file exports: by default, as `schema`, or as the module itself.
 * @param env what it may look at
 * @throws ConfigError where it cannot be read or run, or exports nothing that a schema could be
 */
export async function loadSchemaFile(path: string, shownPath: string, root: string, env: Environment): Promise<object> {
  let exported: unknown
  try {
    exported = await load(path, root, env)
  } catch (error) {
    throw new ConfigError([loadProblem(error, path, shownPath, env)])
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

async function load(path: string, root: string, env: Environment): Promise<unknown> {
  const ending = extname(path)
  if (ending === '.json') return parseJson(jsonIn(path))
  if (ending === '.ts' || ending === '.mts' || ending === '.cts') {
    const { runTypeScript } = await import('./typescript/index.js')
    return exportOf(await runTypeScript(path, root, env))
  }
  const { importModule } = await import('./import.js')
  return exportOfModule(await importModule(pathToFileURL(path).href))
}

function jsonIn(path: string): string {
  const content = readRegularFile(path, LARGEST)
  if (typeof content === 'string') return content
  throw new Error(content === null ? 'it was taken away' : `it ${content.reason}`)
}
