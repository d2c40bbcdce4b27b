import { leadingOptions } from '../command-line/options.js'
import type { Launcher } from './launcher.js'
import { packageCommand } from './npx.js'

/** `corepack pnpm@9 build`: its own verbs start nothing of a project's. */
export const corepack: Launcher = {
  launches: (line) => packageCommand(leadingOptions(line.words, () => false).operands, line),
}
