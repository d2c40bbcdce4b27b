import type { Invocation } from '../../bundlers/invocations.js'
import { askAll, questionsOf } from '../../checks/ask.js'
import { atStart } from '../../checks/index.js'
import { shownName } from '../../env-file/lines.js'
import { ConfigError } from '../../errors.js'
import { EXPORTED } from '../../exported.js'
import { modeOf } from '../../mode.js'
import type { Resolution } from '../../model.js'
import { machineOf } from '../../ports/systems/index.js'
import { counted, visible } from '../../text.js'
import type { Call } from '../command.js'

/** Stops at errors, told in full; of warnings about settings it only says how many there are. */
export async function checkQuickly({ world, request, open, flag }: Call, resolution: Resolution): Promise<string[]> {
  const { project } = await open()
  // The tools of macOS and Windows take longer than most commands do.
  const machine = machineOf({ platform: world.platform, ask: async () => null })
  const subject = { project, request, resolution, world, machine, patience: 0 }
  const answers = await askAll(await questionsOf(atStart), subject)
  const problems = answers.flatMap((answer) => answer.problems)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new ConfigError(errors)
  // What a file sets and nobody declares is every time the same, and often meant. An outer `config exec` has told already.
  const warnings = problems.filter(({ setting }) => setting !== null)
  if (warnings.length === 0 || world.env[EXPORTED] !== undefined) return []
  const found = [...new Set(warnings.map(({ check }) => check))]
  const how = howToAsk(found, { world, request, flag }, resolution)
  return [`warning: ${counted(warnings.length, 'problem')}; ${how} tells`]
}

/** Says which variables the tools see otherwise than they are given, because of .env files that they read themselves. */
export async function warningsOfFiles(
  call: Call,
  started: readonly Invocation[],
  resolution: Resolution,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  if (started.length === 0 || call.world.env[EXPORTED] !== undefined) return []
  const { seenOtherwise } = await import('../../checks/bundler/under-exec.js')
  return seenOtherwise(started, resolution, env).map(({ command, names }) => {
    const [first = '', ...others] = names
    const which = `${shownName(first)}${others.length > 0 ? ` and ${others.length} more` : ''}`
    const how = howToAsk(['bundler'], call, resolution)
    const why = 'because of .env files that it reads itself'
    return `warning: ${visible(command)} will not see ${which} as it is given, ${why}; ${how} tells`
  })
}

/** The command line that tells more of some checks. */
function howToAsk(
  checks: readonly string[],
  { world, request, flag }: Pick<Call, 'world' | 'request' | 'flag'>,
  { mode }: Resolution,
): string {
  // Without them it would look at other layers. What --set says may be a secret.
  const isFlagged = ['root', 'mode', 'set'].some((name) => flag(name) !== undefined)
  const ofTool = mode === modeOf(request.mode, world.env).mode ? '' : ` --mode ${mode}`
  return `\`config check ${checks.join(' ')}${ofTool}\`${isFlagged ? ' with the same flags' : ''}`
}
