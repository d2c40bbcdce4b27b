import { leadingOptions } from '../command-line/options.js'
import type { Launcher } from './launcher.js'
import { folderBelow } from './packages/workspace.js'
import { commandsOf } from './shell/script.js'

const WITH_VALUE: ReadonlySet<string> = new Set(['C', 'chdir', 'e', 'environments', 'f', 'file', 'u', 'unset'])

/** What starts the command behind it: `env -C web CI=1 vite`, `cross-env NODE_ENV=test next build`, `env-cmd -f FILE vite`. */
export const env: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, (name) => WITH_VALUE.has(name))
    const folder = options.get('chdir') ?? options.get('C')
    const there = folder === undefined ? line : folderBelow(folder, line)
    return options.has('x') || options.has('use-shell')
      ? commandsOf(operands.join(' '), there)
      : [{ ...there, words: operands }]
  },
}

/** `cross-env-shell NODE_ENV=test "next build && next start"`. */
export const envOfShell: Launcher = {
  launches: (line) => commandsOf(line.words.join(' '), line),
}
