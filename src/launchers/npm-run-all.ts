import { separated } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { scriptWithHooks } from './packages/script-of.js'

const PARALLEL: ReadonlySet<string> = new Set(['p', 'parallel'])
const takesValue = (name: string) => name === 'max-parallel' || name === 'npm-path'

/** `npm-run-all lint build`, `run-s lint build`. A name may stand for several scripts (`build:*`): those are not looked for. */
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
  const isShared = line.isShared || (isParallel && names.length > 1)
  return names.flatMap((name) => scriptWithHooks(name, [], { ...line, isShared }) ?? [])
}
