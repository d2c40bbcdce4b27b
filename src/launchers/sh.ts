import type { Launcher } from './launcher.js'
import { commandsOf } from './shell/script.js'

/** A shell with a script among its arguments: `sh -c 'cd web && vite build'`, `bash -lc ...`. A file of it is not read. */
export const sh: Launcher = {
  launches(line) {
    const at = line.words.findIndex((word) => /^-[a-z]*c$/.test(word))
    const script = line.words.slice(0, at + 1).every((word) => word.startsWith('-')) ? line.words[at + 1] : undefined
    return at < 0 || script === undefined ? [] : commandsOf(script, line)
  },
}
