import { comparedName, PROTOTYPE_NAMES } from '../../names.js'

/**
 * Names with which a file could change what a program runs, loads or trusts. A .env file is data that comes along with
 * a checkout; it may not do that. What runs code but has good reasons to stand in such a file is not here: NODE_PATH and
 * BROWSER of Create React App, JAVA_TOOL_OPTIONS with a limit of memory, ENV as the name of an environment.
 */
const NAMES: ReadonlySet<string> = new Set([
  'NODE_OPTIONS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  // ld.so(8), and the modules that glibc's iconv loads.
  ...['LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'GCONV_PATH'],
  'PATH',
  ...['PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONUSERBASE'],
  // perlrun(1) and ruby(1): modules that are loaded first, and where all are looked for.
  ...['PERL5OPT', 'PERL5LIB', 'RUBYOPT', 'RUBYLIB'],
  // bash(1) and zsh(1): scripts that are read first, and what is run at each prompt or traced line.
  ...['BASH_ENV', 'IFS', 'PROMPT_COMMAND', 'PS4', 'ZDOTDIR'],
  'COMSPEC',
  ...['GIT_EXEC_PATH', 'GIT_EXTERNAL_DIFF', 'GIT_ASKPASS', 'GIT_EDITOR', 'GIT_PAGER'],
  // config(5ssl): the libraries that every program with OpenSSL loads.
  'OPENSSL_CONF',
])
const BEGINNINGS = ['DYLD_', 'GIT_SSH', 'GIT_CONFIG']

/**
 * Whether a .env file may not set a name; names of `Object.prototype` never, others unless the schema lists them.
 */
export function isForbidden(name: string, fileMaySet: readonly string[], platform: string): boolean {
  if (PROTOTYPE_NAMES.has(name)) return true
  if (fileMaySet.includes(name)) return false
  const known = comparedName(name, platform)
  return NAMES.has(known) || BEGINNINGS.some((begin) => known.startsWith(begin))
}
