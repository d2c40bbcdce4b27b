import { join, posix, win32 } from 'node:path'
import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
import { quoted } from '../text.js'
import type { Place } from '../world.js'

type Where = Pick<Place, 'env' | 'platform'>

/**
 * Where the ledgers of this user's stacks are, absolute: `portolan` below `$XDG_STATE_HOME` (XDG Base Directory
 * Specification: a relative one is passed over), else below the platform's folder for what programs keep.
 * @throws ConfigError where the environment does not tell
 */
export function stateFolder(place: Where): string {
  const { env, platform } = place
  const { isAbsolute } = platform === 'win32' ? win32 : posix
  const asked = env.XDG_STATE_HOME ?? ''
  return join(isAbsolute(asked) ? asked : usualFolder(place, isAbsolute), 'portolan')
}

function usualFolder({ env, platform }: Where, isAbsolute: (path: string) => boolean): string {
  const isWindows = platform === 'win32'
  const variable = isWindows ? 'LOCALAPPDATA' : 'HOME'
  const home = env[variable] ?? ''
  if (!isAbsolute(home)) throw new ConfigError([unknown(variable, home)])
  if (isWindows) return home
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.local', 'state')
}

function unknown(variable: string, text: string) {
  const why = text === '' ? `${variable} is not set` : `${variable}=${quoted(text)} is no absolute path`
  const help = `set ${variable}, or XDG_STATE_HOME to a folder for what programs keep`
  return problemOf('slot', `it is not known where the slot ledger is: ${why}`, help)
}
