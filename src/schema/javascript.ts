import { readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import { compileFunction } from 'node:vm'
import { readRegularFile } from '../regular-file/index.js'
import { exportOf, exportOfModule } from './exports.js'
import { parseJson } from './json.js'
import { LARGEST } from './package-json.js'
import { partsOf } from './thrown.js'

type Exports = Readonly<Record<string, unknown>>

/** What Node calls so is no part of its types. */
interface Loader {
  _load(file: string): unknown
}

/** The two systems of modules. */
type System = 'CommonJS' | 'ES modules'

/** What CommonJS gives a module, as arguments of a function around it. */
const GIVEN = ['exports', 'require', 'module', '__filename', '__dirname']

/** Of an ES module that awaits at its top, and of all of them in a Node that cannot require any. */
const UNREQUIRABLE = ['ERR_REQUIRE_ASYNC_MODULE', 'ERR_REQUIRE_ESM']

/** How V8 says that a module has no export of a name that another one imports. */
const UNLINKED = "The requested module '"

const require = createRequire(import.meta.url)

/**
 * What a JavaScript schema exports: by default, as `schema`, or as the module itself. Where nothing has a say in how
 * modules are loaded it is required, since to import it, Node 20 loads much more of itself first: a third of a start.
 * @param path absolute
 * @param asUsual whether nothing has
 */
export async function runJavaScript(path: string, asUsual: boolean): Promise<unknown> {
  const file = asUsual ? placeOf(path) : null
  const system = file === null ? null : systemOf(file)
  if (file === null || system === null) return exportOfModule(await imported(path))
  if (system === 'CommonJS') return exportOf(load(file))
  return exportOfModule(await requiredModule(file))
}

async function imported(path: string): Promise<Exports> {
  const { importModule } = await import('./import.js')
  return importModule(pathToFileURL(path).href)
}

/** An ES module, which Node runs once, whoever asks for it. */
async function requiredModule(file: string): Promise<Exports> {
  try {
    const module = load(file)
    // A module may give those who require it something else.
    return types.isModuleNamespaceObject(module) ? (module as Exports) : imported(file)
  } catch (error) {
    const { code, message } = partsOf(error)
    if (UNREQUIRABLE.includes(code)) return imported(file)
    if (message.startsWith(UNLINKED)) return importedAnew(file)
    throw error
  }
}

/**
 * Imports an ES module that could not be required for want of another one's export, none having run: only then does Node
 * tell the line, and only under a name by which it does not know the module yet.
 */
async function importedAnew(file: string): Promise<Exports> {
  const { importModule } = await import('./import.js')
  const { href } = pathToFileURL(file)
  try {
    return await importModule(`${href}?anew`)
  } catch (error) {
    const { stack } = partsOf(error)
    throw error instanceof Error ? Object.assign(error, { stack: stack.replaceAll(`${href}?anew`, href) }) : error
  }
}

/** As Node itself calls it for `import()` of CommonJS: nobody is the one who loads a schema. */
function load(file: string): unknown {
  // The class of any module has it, too, and `node:module` takes longer to load than most schemas.
  const loader: Loader = require.main?.constructor ?? require('node:module')
  return loader._load(file)
}

/** Where a file is without links, by which Node tells modules apart; null where there is none. */
function placeOf(path: string): string | null {
  try {
    return statSync(path).isFile() ? realpathSync(path) : null
  } catch {
    return null
  }
}

/** What Node takes a file for; null where that is in doubt. */
function systemOf(file: string): System | null {
  const ending = extname(file)
  if (ending === '.cjs') return 'CommonJS'
  if (ending === '.mjs') return 'ES modules'
  if (ending !== '.js') return null
  const type = typeOver(dirname(file))
  if (type === 'module') return 'ES modules'
  // Without a word Node looks whether it can be CommonJS, and tells those who import it where it cannot.
  return type === 'commonjs' || (type === undefined && canBeCommonJs(file)) ? 'CommonJS' : null
}

/** The `type` in the nearest package.json, upward to a folder of packages; undefined without, null where it is not sound. */
function typeOver(folder: string): unknown {
  if (basename(folder) === 'node_modules') return undefined
  const text = readRegularFile(join(folder, 'package.json'), LARGEST)
  if (text === null) return dirname(folder) === folder ? undefined : typeOver(dirname(folder))
  try {
    return typeof text === 'string' ? typeIn(parseJson(text)) : null
  } catch {
    return null
  }
}

function typeIn(json: unknown): unknown {
  return typeof json === 'object' && json !== null ? (json as { readonly type?: unknown }).type : null
}

function canBeCommonJs(file: string): boolean {
  try {
    const text = readFileSync(file, 'utf8')
    // To compile it takes longer than to look for the words that make another of it.
    if (/\b(?:import|export|await)\b/.test(text)) compileFunction(text, GIVEN)
    return true
  } catch {
    return false
  }
}
