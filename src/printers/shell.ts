import { assignments } from './assignments.js'
import type { Printer } from './printer.js'

/** Commands that set the variables in any POSIX shell: for `eval "$(config print --format shell)"`. */
export const shell: Printer = (request) => assignments(request, 'shell', writeShell)

/** Between single quotes a shell takes everything as it is; the quote itself goes outside of them. */
function writeShell(name: string, text: string): string | null {
  return /[\0\p{Cs}]/u.test(text) ? null : `export ${name}='${text.replaceAll("'", "'\\''")}'`
}
