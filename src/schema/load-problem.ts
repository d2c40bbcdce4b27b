import { pathToFileURL } from 'node:url'
import type { Problem } from '../model.js'
import { secretTextsIn, withoutSecrets } from '../secret/known.js'
import { visible } from '../text.js'
import type { Environment } from '../world.js'
import { schemaProblem } from './problem.js'
import { partsOf, type Thrown } from './thrown.js'

/** Why a schema file cannot be loaded, without the secrets of the environment, which its code may have put in its words. */
export function loadProblem(error: unknown, path: string, shownPath: string, env: Environment): Problem {
  const thrown = partsOf(error)
  const byConvict = isOfConvict(thrown)
  const reason = byConvict ? 'convict refuses a value in it' : reasonOf(thrown, env)
  const help = byConvict ? BY_CONVICT : helpFor(thrown.code, shownPath)
  const message = `${visible(shownPath)} cannot be loaded: ${reason}`
  const problem = schemaProblem(null, message, help)
  const line = thrown.line ?? lineIn(`${thrown.message}\n${thrown.stack}`, path)
  return line === null ? problem : { ...problem, origin: { layer: 'file', path: shownPath, line } }
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

function helpFor(code: string, shownPath: string): string {
  if (code.endsWith('MODULE_NOT_FOUND')) return 'install it, or mend the import'
  if (code === 'EACCES' || code === 'EPERM') return 'give read permission, or run as the user who has it'
  return /\.[mc]?js$/.test(shownPath) ? `mend it; \`node ${visible(shownPath)}\` shows more` : 'mend it'
}

/** The first line of the file that an error's own words name. */
function lineIn(text: string, path: string): number | null {
  const at = [path, pathToFileURL(path).href].map((name) => text.indexOf(`${name}:`) + name.length)
  const found = at.map((end) => /^:([1-9][0-9]*)/.exec(text.slice(end))?.[1]).find((line) => line !== undefined)
  return found === undefined ? null : Number(found)
}
