import { isMode } from '../mode.js'

/** Templates, keys and copies, going by their names. */
const NO_LAYER = /^\.env\.(?:(?:dist|vault|keys|me|bak|backup|orig|old)$|example|sample|template)/

/** The .env files that a mode reads, lowest first. */
export function envFilesOf(mode: string | null): string[] {
  const always = ['.env.defaults', '.env', '.env.local']
  return mode === null ? always : [...always, `.env.${mode}`, `.env.${mode}.local`]
}

/** Whether some mode, or every one, reads a file of that name. */
export function isEnvFile(path: string): boolean {
  return envFilesOf(modeOfFile(path)).includes(path)
}

/** Whether a .env file is there to be read: a mode could be called `example`, but hardly is. */
export function isLayer(path: string): boolean {
  return isEnvFile(path) && !NO_LAYER.test(path)
}

/** The one mode that reads a .env file; null where all do. */
export function modeOfFile(path: string): string | null {
  const mode = /^\.env\.(.+?)(?:\.local)?$/.exec(path)?.[1]
  return mode !== undefined && isMode(mode) ? mode : null
}

/** Whether a .env file is this machine's, not to be committed. */
export function isLocalFile(path: string): boolean {
  return path.endsWith('.local')
}
