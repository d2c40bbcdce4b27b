import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SHORTEST_SECRET } from '../command-line.js'
import { MASK } from '../display.js'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { readRegularFile } from '../regular-file/index.js'
import { soundsSecret } from '../secret.js'
import { visible } from '../text.js'
import type { Environment } from '../world.js'
import { parseJson } from './json.js'
import { schemaProblem } from './problem.js'
import { LARGEST } from './root.js'
import { partsOf, type Thrown } from './thrown.js'
import { runTypeScript } from './typescript.js'

type Exports = Readonly<Record<string, unknown>>

/**
 * What a schema file exports: by default, as `schema`, or as the module itself.
 * @param env what it may look at
 * @throws ConfigError where it cannot be read or run, or exports nothing that a schema could be
 */
export async function loadSchemaFile(path: string, shownPath: string, root: string, env: Environment): Promise<object> {
  let exported: unknown
  try {
    exported = await load(path, root)
  } catch (error) {
    throw new ConfigError([loadProblem(error, path, shownPath, env)])
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

async function load(path: string, root: string): Promise<unknown> {
  const ending = extname(path)
  if (ending === '.json') return parseJson(jsonIn(path))
  if (ending === '.ts' || ending === '.mts' || ending === '.cts') return exportOf(await runTypeScript(path, root))
  return exportOfModule(await import(pathToFileURL(path).href))
}

function jsonIn(path: string): string {
  const content = readRegularFile(path, LARGEST)
  if (typeof content === 'string') return content
  throw new Error(content === null ? 'it was taken away' : `it ${content.reason}`)
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

function loadProblem(error: unknown, path: string, shownPath: string, env: Environment): Problem {
  const thrown = partsOf(error)
  const byConvict = isOfConvict(thrown)
  const reason = byConvict ? 'convict refuses a value in it' : reasonIn(withoutSecrets(thrown.message, env))
  const help = byConvict ? BY_CONVICT : helpFor(thrown.code, shownPath)
  const message = `${visible(shownPath)} cannot be loaded: ${visible(reason)}`
  const problem = schemaProblem(null, message, help)
  const line = thrown.line ?? lineIn(`${thrown.message}\n${thrown.stack}`, path)
  return line === null ? problem : { ...problem, origin: { layer: 'file', path: shownPath, line } }
}

/** A message without the values of variables that are called like secrets: a schema may look at them itself. */
function withoutSecrets(message: string, env: Environment): string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    value.length >= SHORTEST_SECRET && soundsSecret(name) ? value : [],
  )
  const longestFirst = secrets.sort((one, other) => other.length - one.length)
  return longestFirst.reduce((text, secret) => text.replaceAll(secret, MASK), message)
}

const BY_CONVICT = 'leave validate() to Portolan, which says what is wrong and where it came from'

/** Whether a schema that validates itself found a bad value; convict's words may hold it, and it may be a secret. */
function isOfConvict({ stack, code }: Thrown): boolean {
  return code === '' && /\bvalidate\b.*[\\/]convict[\\/]src[\\/]main\.js/.test(stack)
}

/** The first line, without what a transpiler puts around it, and the piece of a JSON text, which may be a secret. */
function reasonIn(message: string): string {
  const [first = ''] = message.split('\n')
  return first
    .replace(/^ParseError: /, '')
    .replace(/^\(0 ?, \w+\.(\w+)\)/, '$1')
    .replace(/^(Unexpected token .{1,4}), (?:\.\.\.)?".*$/, '$1 in JSON')
    .trim()
}

function helpFor(code: string, shownPath: string): string {
  if (code.endsWith('MODULE_NOT_FOUND')) return 'install it, or mend the import'
  return /\.[mc]?js$/.test(shownPath) ? `mend it; \`node ${visible(shownPath)}\` shows more` : 'mend it'
}

/** The first line of the file that an error's own words name. */
function lineIn(text: string, path: string): number | null {
  const at = [path, pathToFileURL(path).href].map((name) => text.indexOf(`${name}:`) + name.length)
  const found = at.map((end) => /^:([1-9][0-9]*)/.exec(text.slice(end))?.[1]).find((line) => line !== undefined)
  return found === undefined ? null : Number(found)
}
