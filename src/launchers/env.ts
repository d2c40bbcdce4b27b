import { leadingOptions } from '../command-line/options.js'
import type { Launcher } from './launcher.js'
import { folderBelow } from './packages/workspace.js'

const WITH_VALUE: ReadonlySet<string> = new Set(['C', 'chdir', 'e', 'environments', 'f', 'file', 'u', 'unset'])

/** What starts the command behind it: `env -C web CI=1 vite`, `cross-env NODE_ENV=test next build`, `env-cmd -f FILE vite`. */
export const env: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, (name) => WITH_VALUE.has(name))
    const folder = options.get('chdir') ?? options.get('C')
    return [{ ...(folder === undefined ? line : folderBelow(folder, line)), words: operands }]
  },
}
