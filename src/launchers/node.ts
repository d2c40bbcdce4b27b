import { leadingOptions } from '../command-line/options.js'
import type { Launcher } from './launcher.js'

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
])

/** The package that a path into node_modules is of, or the command of `.bin`. */
const PACKAGE = /(?:^|[\\/])node_modules[\\/](?:\.bin[\\/])?(?:@[^\\/]+[\\/])?([^\\/]+)/

export const node: Launcher = {
  launches(line) {
    const [path = '', ...words] = leadingOptions(line.words, (name) => WITH_VALUE.has(name)).operands
    const name = PACKAGE.exec(path)?.[1]
    return name === undefined ? [] : [{ ...line, words: [name, ...words] }]
  },
}
