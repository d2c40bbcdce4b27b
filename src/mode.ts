import type { Origin, Problem } from './model.js'
import { problemOf } from './problem.js'
import { quoted } from './text.js'
import type { Environment } from './world.js'

export const MODE_VARIABLE = 'PORTOLAN_MODE'

const FORM = /^[A-Za-z0-9_-]{1,64}$/
/** Some file systems do not tell cases apart, so in no case. */
const TAKEN: ReadonlySet<string> = new Set(['local', 'defaults'])

/** The mode that a tool uses by itself, which is started with the values. */
export interface ToolMode {
  readonly mode: string
  /** The tool as a message names it: `vite build`. */
  readonly command: string
}

/**
 * The mode: the flag, else `PORTOLAN_MODE`, else that of the tool that is started, else `NODE_ENV`, else none; an empty
 * one counts as unset. A mode becomes part of file names, so it may hold letters, digits, `_` and `-` only.
 */
export function modeOf(
  flag: string | undefined,
  env: Environment,
  tool: ToolMode | null = null,
): { mode: string | null; problem: Problem | null } {
  const candidates: [string, string | undefined, Origin | null][] = [
    ['mode', flag, { layer: 'flag' }],
    [MODE_VARIABLE, env[MODE_VARIABLE], { layer: 'environment' }],
    [tool?.command ?? '', tool?.mode, null],
    ['NODE_ENV', env.NODE_ENV, { layer: 'environment' }],
  ]
  const given = candidates.find(([, text]) => text !== undefined && text !== '')
  if (given === undefined) return { mode: null, problem: null }
  const [name, mode = '', origin] = given
  if (isMode(mode)) return { mode, problem: null }
  const reason = TAKEN.has(mode.toLowerCase())
    ? `it would read .env.${mode.toLowerCase()} twice`
    : 'it must be letters, digits, "_" and "-", at most 64'
  const said = origin === null ? `the mode of ${name}, ${quoted(mode)},` : `${name}=${quoted(mode)}`
  const message = `${said} is not a mode: ${reason}`
  const help = `choose another, as in ${origin?.layer === 'environment' ? `${name}=` : '--mode '}production`
  return { mode: null, problem: problemOf('mode', message, help, { origin }) }
}

/** Whether a text can be a mode. */
export function isMode(text: string): boolean {
  return FORM.test(text) && !TAKEN.has(text.toLowerCase())
}

/** An environment that chooses no mode. */
export function withoutMode(env: Environment): Environment {
  return { ...env, [MODE_VARIABLE]: undefined, NODE_ENV: undefined }
}
