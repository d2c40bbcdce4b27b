import { readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from './errors.js'
import { schemaProblem } from './settings.js'
import { visible } from './text.js'

/**
 * What a schema file exports: by default, as `schema`, or as the module itself.
 * @throws ConfigError where it cannot be read or run, or exports nothing that a schema could be
 */
export async function loadSchemaFile(path: string, shownPath: string): Promise<object> {
  let exported: unknown
  try {
    exported = exportOf(await load(path))
  } catch (error) {
    const message = `${shownPath} cannot be loaded: ${visible(reason(error))}`
    throw new ConfigError([
      schemaProblem(null, message, `mend it; \`node ${shownPath}\` shows more where Node can run it`),
    ])
  }
  if (typeof exported === 'object' && exported !== null && !Array.isArray(exported)) return exported
  throw new ConfigError([
    schemaProblem(null, `${shownPath} exports no schema`, 'write `export default defineSchema({ ... })`'),
  ])
}

async function load(path: string): Promise<unknown> {
  const ending = extname(path)
  if (ending === '.json') return { default: JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) }
  if (ending === '.ts' || ending === '.mts' || ending === '.cts') return loadTypeScript(path)
  return import(pathToFileURL(path).href)
}

/** By jiti on every version of Node: Node's own type stripping knows less, and not every import that TypeScript does. */
async function loadTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  return createJiti(join(dirname(path), 'schema.js'), { fsCache: false, interopDefault: false }).import(path)
}

function exportOf(module: unknown): unknown {
  const { default: inner, schema } = module as { default?: unknown; schema?: unknown }
  const outer = inner ?? schema ?? module
  const isTranspiled = typeof outer === 'object' && outer !== null && '__esModule' in outer
  return isTranspiled ? exportOf({ ...outer, __esModule: undefined }) : outer
}

/** Syntax errors of a transpiler come with a code frame; its first line says it. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0] ?? text
}
