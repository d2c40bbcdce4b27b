import { realpathSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Problem } from '../model.js'
import { secretTextsIn, withoutSecrets } from '../secret/known.js'
import { visible } from '../text.js'
import { isThere } from '../there.js'
import type { Environment } from '../world.js'
import { schemaProblem } from './problem.js'
import { partsOf, type Thrown } from './thrown.js'

/** Why a schema file cannot be loaded, without the secrets of the environment, which its code may have put in its words. */
export function loadProblem(error: unknown, path: string, shownPath: string, env: Environment): Problem {
  const thrown = partsOf(error)
  const byConvict = isOfConvict(thrown)
  const reason = byConvict ? 'convict refuses a value in it' : reasonOf(thrown, env)
  const help = byConvict ? BY_CONVICT : helpFor(thrown, shownPath)
  const message = `${visible(shownPath)} cannot be loaded: ${reason}`
  const problem = schemaProblem(null, message, help)
  const place =
    thrown.line === null
      ? placeIn(`${thrown.message}\n${thrown.stack}`, path, shownPath)
      : { path: shownPath, line: thrown.line }
  return place === null ? problem : { ...problem, origin: { layer: 'file', ...place } }
}

/** Why a schema's own code failed, on one line. @param env what it may have looked at */
export function reasonOf({ message }: Thrown, env: Environment): string {
  return visible(reasonIn(withoutSecrets(message, secretTextsIn(env))))
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

/** What Node says of a file that is written for the other module system. */
const IS_ES_MODULE = /^(?:Cannot use import statement outside a module|Unexpected token 'export')/
const IS_COMMONJS = /^(?:require|module|exports) is not defined in ES module scope/

function helpFor({ message, code }: Thrown, shownPath: string): string {
  if (IS_ES_MODULE.test(message)) return 'call the file .mjs, or write "type": "module" into its package.json'
  if (IS_COMMONJS.test(message)) return 'call the file .cjs, or write import and export in it'
  if (code.endsWith('MODULE_NOT_FOUND')) return 'install it, or mend the import'
  if (code === 'EACCES' || code === 'EPERM') return 'give read permission, or run as the user who has it'
  return /\.[mc]?js$/.test(shownPath) ? `mend it; \`node ${visible(shownPath)}\` shows more` : 'mend it'
}

interface FilePlace {
  readonly path: string
  readonly line: number
}

/** The first place in the schema's file, or in a module beside or below it, that an error's own words name. */
function placeIn(text: string, path: string, shownPath: string): FilePlace | null {
  const folder = dirname(path)
  for (const line of text.split('\n')) {
    for (const name of [pathToFileURL(folder).href, folder, existing(folder)]) {
      const at = line.indexOf(name)
      const [, below = '', number] = (at < 0 ? null : PLACE.exec(line.slice(at + name.length))) ?? []
      if (number === undefined || below.includes('node_modules') || !isThere(join(folder, below))) continue
      return { path: posix.join(posix.dirname(shownPath), below.replaceAll('\\', '/')), line: Number(number) }
    }
  }
  return null
}

const PLACE = /^[\\/](.+?):([1-9][0-9]*)/

/** Where a folder is without links, as Node names what it loads. */
function existing(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
