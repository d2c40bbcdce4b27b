import { isMode } from '../../mode.js'

/** The .env files that a mode reads, lowest first. */
export function envFilesOf(mode: string | null): string[] {
  const always = ['.env.defaults', '.env', '.env.local']
  return mode === null ? always : [...always, `.env.${mode}`, `.env.${mode}.local`]
}

/** The mode that reads a .env file: null where every mode does; undefined where the name is no such file's. */
export function modeReading(path: string): string | null | undefined {
  if (envFilesOf(null).includes(path)) return null
  const mode = /^\.env\.(.+?)(?:\.local)?$/.exec(path)?.[1]
  return mode !== undefined && isMode(mode) ? mode : undefined
}
