import { separated } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { scriptNames, scriptWithHooks } from './packages/script-of.js'

const PARALLEL: ReadonlySet<string> = new Set(['p', 'parallel'])
/** What a `*` is; `**` is any text. */
const BETWEEN_COLONS = /[^:]*/
const takesValue = (name: string) => name === 'max-parallel' || name === 'npm-path'

/**
 * `npm-run-all lint build`, `run-s lint build`. A name may stand for several scripts, and have arguments: `build:*`,
 * `"build -- --watch"`.
 */
export const npmRunAll: Launcher = {
  launches(line) {
    const { options, operands } = separated(line.words, takesValue)
    return scriptsOf(
      operands,
      line,
      [...PARALLEL].some((name) => options.has(name)),
    )
  },
}

export const runParallel: Launcher = {
  launches(line) {
    return scriptsOf(separated(line.words, takesValue).operands, line, true)
  },
}

function scriptsOf(names: readonly string[], line: CommandLine, isParallel: boolean): CommandLine[] {
  const scripts = names.flatMap((text) => {
    const [pattern = '', ...args] = text.split(' ')
    return scriptNames(pattern, BETWEEN_COLONS, line).map((name) => ({ name, args }))
  })
  const isShared = line.isShared || (isParallel && scripts.length > 1)
  return scripts.flatMap(({ name, args }) => scriptWithHooks(name, args, { ...line, isShared }) ?? [])
}
