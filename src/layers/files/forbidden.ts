import { PROTOTYPE_NAMES } from '../../names.js'

/**
 * Names with which a file could change what a program runs, loads or trusts. A .env file is data that comes along with
 * a checkout; it may not do that.
 */
const NAMES: ReadonlySet<string> = new Set([
  'NODE_OPTIONS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'LD_AUDIT',
  'PATH',
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'PYTHONHOME',
  'BASH_ENV',
  'IFS',
  'COMSPEC',
  'GIT_EXEC_PATH',
  'GIT_EXTERNAL_DIFF',
  'GIT_ASKPASS',
  'GIT_EDITOR',
  'GIT_PAGER',
])
const BEGINNINGS = ['DYLD_', 'GIT_SSH', 'GIT_CONFIG']

/**
 * Whether a .env file may not set a name; names of `Object.prototype` never, others unless the schema lists them.
 * Windows does not tell cases apart.
 */
export function isForbidden(name: string, fileMaySet: readonly string[], platform: string): boolean {
  if (PROTOTYPE_NAMES.has(name)) return true
  if (fileMaySet.includes(name)) return false
  const known = platform === 'win32' ? name.toUpperCase() : name
  return NAMES.has(known) || BEGINNINGS.some((begin) => known.startsWith(begin))
}
