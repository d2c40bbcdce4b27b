import { readFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { visible } from '../text.js'
import { schemaProblem } from './problem.js'
import { runTypeScript } from './typescript.js'

type Exports = Readonly<Record<string, unknown>>

/**
 * What a schema file exports: by default, as `schema`, or as the module itself.
 * @throws ConfigError where it cannot be read or run, or exports nothing that a schema could be
 */
export async function loadSchemaFile(path: string, shownPath: string, root: string): Promise<object> {
  let exported: unknown
  try {
    exported = await load(path, root)
  } catch (error) {
    throw new ConfigError([loadProblem(error, path, shownPath)])
  }
  if (isSchema(exported)) return exported
  const help =
    extname(path) === '.json'
      ? 'write an object of settings'
      : 'write `export default defineSchema({ ... })`, or `module.exports = ...` in CommonJS'
  throw new ConfigError([schemaProblem(null, `${visible(shownPath)} exports no schema`, help)])
}

/** The folders whose packages a schema file may import. Data imports nothing, and no module is run for its sake. */
export function importsFrom(path: string): string[] {
  return extname(path) === '.json' ? [] : [dirname(path)]
}

/** Whether what a file exports could be a schema. */
export function isSchema(exported: unknown): exported is object {
  return isObject(exported) && !Array.isArray(exported) && Object.keys(exported).length > 0
}

/** @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''))
}

async function load(path: string, root: string): Promise<unknown> {
  const ending = extname(path)
  if (ending === '.json') return parseJson(readFileSync(path, 'utf8'))
  if (ending === '.ts' || ending === '.mts' || ending === '.cts') return exportOf(await runTypeScript(path, root))
  return exportOfModule(await import(pathToFileURL(path).href))
}

function exportOfModule(module: Exports): unknown {
  if ('default' in module) return exportOf(module.default)
  return 'schema' in module ? module.schema : { ...module }
}

/** What CommonJS exports hold, which may be a transpiled module's: by default, as `schema`, or as they are. */
export function exportOf(exports: unknown): unknown {
  if (!isObject(exports)) return exports
  if ('__esModule' in exports) return exportOfModule(exports)
  return holdsSchema(exports) ? exports.schema : exports
}

/** Whether an object is what `exports.schema = ...` makes, not a schema with a group of that name beside others. */
function holdsSchema(exports: Exports): boolean {
  const { schema } = exports
  const isLeaf = isObject(schema) && 'default' in schema && typeof schema.getProperties !== 'function'
  const alone = Object.keys(exports).every((key) => key === 'schema' || typeof exports[key] === 'function')
  return isObject(schema) && !isLeaf && alone
}

function isObject(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null
}

function loadProblem(error: unknown, path: string, shownPath: string): Problem {
  const { message, stack, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  const byConvict = isOfConvict(error)
  const reason = byConvict ? 'convict refuses a value in it' : reasonIn(message ?? inspect(error))
  const help = byConvict ? BY_CONVICT : helpFor(code, shownPath)
  const problem = schemaProblem(null, `${visible(shownPath)} cannot be loaded: ${visible(reason)}`, help)
  const line = lineIn(`${message}\n${stack}`, path)
  return line === null ? problem : { ...problem, origin: { layer: 'file', path: shownPath, line } }
}

const BY_CONVICT = 'leave validate() to Portolan, which says what is wrong and where it came from'

/** Whether a schema that validates itself found a bad value; convict's words may hold it, and it may be a secret. */
function isOfConvict(error: unknown): boolean {
  const { stack = '', code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  return code === undefined && /\bvalidate\b.*[\\/]convict[\\/]src[\\/]main\.js/.test(stack)
}

/** The first line, without what a transpiler puts around it. */
function reasonIn(message: string): string {
  const [first = ''] = message.split('\n')
  return first
    .replace(/^ParseError: /, '')
    .replace(/^\(0 ?, \w+\.(\w+)\)/, '$1')
    .trim()
}

function helpFor(code: string | undefined, shownPath: string): string {
  if (code?.endsWith('MODULE_NOT_FOUND')) return 'install it, or mend the import'
  return /\.[mc]?js$/.test(shownPath) ? `mend it; \`node ${visible(shownPath)}\` shows more` : 'mend it'
}

/** The first line of the file that an error's own words name. */
function lineIn(text: string, path: string): number | null {
  const at = [path, pathToFileURL(path).href].map((name) => text.indexOf(`${name}:`) + name.length)
  const found = at.map((end) => /^:([1-9][0-9]*)/.exec(text.slice(end))?.[1]).find((line) => line !== undefined)
  return found === undefined ? null : Number(found)
}
