import { separated } from '../command-line/options.js'
import type { CommandLine, Launcher } from './launcher.js'
import { scriptNames } from './packages/script-of.js'
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
    const scripts = operands.flatMap((word) => scriptsOf(word, line))
    const shared = { ...line, isShared: line.isShared || scripts.length > 1 }
    return scripts.flatMap((script) => commandsOf(script, shared))
  },
}

/** What a word is as a script: of `npm:dev:*`, each of those that package.json has. */
function scriptsOf(word: string, line: CommandLine): string[] {
  const [, program, pattern = '', args = ''] = /^(npm|pnpm|yarn|bun):(\S+)(.*)$/s.exec(word) ?? []
  if (program === undefined) return [word]
  return scriptNames(pattern, /.*/, line).map((name) => `${program} run '${name.replaceAll("'", '')}'${args}`)
}
