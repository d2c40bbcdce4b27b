import { separated } from '../command-line/options.js'
import type { Launcher } from './launcher.js'
import { commandsOf } from './shell/script.js'

const WITH_VALUE: ReadonlySet<string> = new Set([
  'P',
  'c',
  'default-input-target',
  'hide',
  'kill-signal',
  'ks',
  'l',
  'm',
  'max-processes',
  'n',
  'name-separator',
  'names',
  'p',
  'prefix',
  'prefix-colors',
  'prefix-length',
  'restart-after',
  'restart-tries',
  's',
  'success',
  'T',
  't',
  'timestamp-format',
])

/** `concurrently "npm:api" "vite --port 3001"`: each word is a script, or names one of package.json. */
export const concurrently: Launcher = {
  launches(line) {
    const { operands } = separated(line.words, (name) => WITH_VALUE.has(name) && name !== 'P')
    const shared = { ...line, isShared: line.isShared || operands.length > 1 }
    return operands.flatMap((word) => commandsOf(word.replace(/^(npm|pnpm|yarn|bun):(?=\S)/, '$1 run '), shared))
  },
}
