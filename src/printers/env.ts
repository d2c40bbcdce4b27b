import type { Printer } from './printer.js'
import { lines } from './programs.js'

const BARE = /^[A-Za-z0-9_./:@%+,-]+$/
/** Between single quotes no reader changes anything but these. */
const NOT_SINGLE = /['$\\\p{Cc}\p{Cs}]/u
/** Between double quotes references, escapes and an interactive shell's history count too. */
const NOT_DOUBLE = /["`!$\\\p{Cc}\p{Cs}]/u

/** The part of the .env grammar that dotenv, python-dotenv, Vite, `node --env-file` and bash agree on. */
export const env: Printer = (request) => lines(request, 'env', writeEnv)

/** `NAME=text` as all readers read it, or null where there is no such line. */
export function writeEnv(name: string, text: string): string | null {
  if (BARE.test(text)) return `${name}=${text}`
  if (!NOT_SINGLE.test(text)) return `${name}='${text}'`
  return NOT_DOUBLE.test(text) ? null : `${name}="${text}"`
}
