/** Node's own cache of code, none at all, or somebody who looks on. */
const OTHERS = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE']

/** Flags of Node that change nothing about how modules are loaded, nor the code that V8 makes of them. */
const HARMLESS = new Set(
  (
    '--enable-source-maps --no-warnings --disable-warning --trace-warnings --no-deprecation --unhandled-rejections ' +
    '--title --env-file --env-file-if-exists --dns-result-order --openssl-legacy-provider --use-openssl-ca ' +
    '--use-system-ca'
  ).split(' '),
)

/** Whether nobody wants something else of how modules are loaded. */
export function isWanted(process: NodeJS.Process): boolean {
  return !OTHERS.some((name) => process.env[name]) && hasHarmlessFlags(process)
}

/** Whether no flag of Node has a say in how modules are loaded, that of a loader or of a module that is loaded first. */
export function hasHarmlessFlags({ env, execArgv }: NodeJS.Process): boolean {
  const options = env.NODE_OPTIONS?.split(/\s+/).filter((word) => word !== '') ?? []
  const isHarmless = (flag: string) => HARMLESS.has(flag.replace(/=.*$/s, ''))
  return execArgv.every(isHarmless) && options.every(isHarmless)
}
