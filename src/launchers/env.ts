import { leadingOptions } from '../option-words.js'
import type { Launcher } from './launcher.js'
import { folderBelow } from './packages/workspace.js'

/** What starts the command behind it: `env -C web NODE_ENV=test next build`, `cross-env CI=1 vite build`, `nohup vite`. */
export const env: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, (name) => ['C', 'chdir', 'u', 'unset'].includes(name))
    const folder = options.get('chdir') ?? options.get('C')
    return [{ ...(folder === undefined ? line : folderBelow(folder, line)), words: operands }]
  },
}
