import { leadingOptions } from '../command-line/options.js'
import type { Launcher } from './launcher.js'
import { scriptOf } from './packages/script-of.js'

const WITH_VALUE: ReadonlySet<string> = new Set([
  'C',
  'conditions',
  'env-file',
  'env-file-if-exists',
  'experimental-loader',
  'import',
  'loader',
  'r',
  'require',
  'run',
])

/** The package that a path into node_modules is of, or the command of `.bin`. */
const PACKAGE = /(?:^|[\\/])node_modules[\\/](?:\.bin[\\/])?(?:@[^\\/]+[\\/])?([^\\/]+)/

export const node: Launcher = {
  launches(line) {
    const { options, operands } = leadingOptions(line.words, (name) => WITH_VALUE.has(name))
    const script = options.get('run')
    if (script !== undefined) return scriptOf(script, operands, line) ?? []
    const [path = '', ...words] = operands
    const name = PACKAGE.exec(path)?.[1]
    return name === undefined ? [] : [{ ...line, words: [name, ...words] }]
  },
}
