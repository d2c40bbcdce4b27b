import { leadingOptions } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { commandsOf } from './shell/script.js'

const WITH_VALUE: ReadonlySet<string> = new Set(['c', 'call', 'p', 'package', 'w', 'workspace'])

/** npx, pnpx and bunx. */
export const npx: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, (name) => WITH_VALUE.has(name))
    const script = options.get('call') ?? options.get('c')
    return script === undefined ? packageCommand(operands, line) : commandsOf(script, line)
  },
}

/** What the words start that name a package, with its version perhaps: `vite@8 build`. */
export function packageCommand([name = '', ...words]: readonly string[], line: CommandLine): CommandLine[] {
  return [{ ...line, words: [name.replace(/(?<=.)@.*$/, ''), ...words] }]
}
