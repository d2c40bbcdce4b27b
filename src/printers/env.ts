import { assignments } from './assignments.js'
import type { Printer } from './printer.js'

const BARE = /^[A-Za-z0-9_./:@%+,-]+$/
/** Some reader ends the value at these, or cannot hold them, however they are quoted. */
const NEVER = /[\0\r\p{Cs}]/u
/** Between single quotes Vite and python-dotenv still see references, and python-dotenv `\\` and `\'`; Vite `\$`. */
const NOT_SINGLE = /'|\$(?:[A-Za-z_]|\{.*\})|\\(?:[\\$]|$)/s
/** Between double quotes bash sees commands and its own variables too, and each reader escapes of its own. */
const NOT_DOUBLE = /["`]|\$[\w{(@*#?$!\-[\p{Cc}]|\\(?:[\\"'$`abfnrtv\p{Cc}]|$)/u

/** The part of the .env grammar that dotenv, python-dotenv, Vite, `node --env-file` and bash agree on. */
export const env: Printer = (request) => assignments(request, 'env', writeEnv)

/** `NAME=text` as all readers read it, or null where there is no such text. */
export function writeEnv(name: string, text: string): string | null {
  if (NEVER.test(text)) return null
  if (BARE.test(text)) return `${name}=${text}`
  if (!NOT_SINGLE.test(text)) return `${name}='${text}'`
  return NOT_DOUBLE.test(text) ? null : `${name}="${text}"`
}
