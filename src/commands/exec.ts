import { askAll, questionsOf } from '../checks/ask.js'
import { atStart } from '../checks/index.js'
import { shownName } from '../env-lines.js'
import { ConfigError, UsageError } from '../errors.js'
import { EXPORTED } from '../exported.js'
import { exposing } from '../frontend.js'
import { runChild } from '../handover/child.js'
import { composeFiles } from '../handover/compose-files.js'
import { handover } from '../handover/environment.js'
import { frontendPort, PORT_VARIABLE } from '../handover/frontend-port.js'
import { modeNotes, toolModeOf } from '../handover/tool-mode.js'
import { type Invocation, invocationsOf } from '../invocation.js'
import { modeOf } from '../mode.js'
import type { Resolution } from '../model.js'
import { machineOf } from '../ports/systems/index.js'
import { counted, linesText, visible } from '../text.js'
import type { World } from '../world.js'
import type { Call, Command } from './command.js'
import type { Given } from './exec/given.js'

export const exec: Command = {
  name: 'exec',
  summary: 'runs a command with the resolved environment',
  usage: '[FLAGS] -- COMMAND [ARGS...]',
  flags: [
    { name: 'only', value: 'GROUP|NAME...', takesList: true, summary: 'hands on these settings alone' },
    { name: 'no-check', summary: 'leaves out the quick checks, but not that of the values' },
    { name: 'watch', summary: 'starts the command again when an edit changes what it is given' },
  ],
  notes: [
    'The command is given every setting, public ones under their prefix too, and undeclared variables of the files.',
    'With --only it is given those of them that are named, by name, path, group or service, and nothing else of these.',
    'It is given NODE_ENV only where the environment or --set says it.',
    'Where it starts react-scripts, vite or next, and no mode is named, the mode is the one that the tool itself uses.',
    'Its exit code is handed back: 128 + n for a signal, 126 not executable, 127 not found.',
    'With --watch, a command that ends by itself is started again by the next change, until a signal asks for the end.',
  ],
  runs: true,
  async run(call) {
    const { world, rest, flag } = call
    const [command, ...args] = rest ?? []
    if (!command) throw new UsageError('exec needs a command behind --', 'write config exec -- COMMAND')
    const started = await invocationsOf({ words: [command, ...args], cwd: world.cwd, env: world.env, isShared: false })
    const own: Call = { ...call, request: { ...call.request, tool: toolModeOf(started) } }
    if (flag('watch') !== undefined) {
      const { watch } = await import('./exec/watch.js')
      return watch([command, ...args], own, (resolution) => prepare(own, started, resolution))
    }
    const { env, warnings } = await prepare(own, started, await call.resolve(own.request))
    world.stderr.write(linesText(warnings))
    return runChild(command, args, env, world)
  },
}

/** @throws ConfigError where the configuration is bad */
async function prepare(call: Call, started: readonly Invocation[], found: Resolution): Promise<Given> {
  const { world, flag, request } = call
  const prefixes = started.map(({ bundler }) => bundler.prefix)
  const resolution = exposing(found, prefixes)
  const { mode } = resolution
  const given = {
    COMPOSE_FILE: composeFilesFor(world, resolution),
    [PORT_VARIABLE]: await frontendPort(started, resolution),
  }
  const isChosen = Boolean(flag('mode')) || request.tool !== null
  const only = await onlyOf(call, resolution)
  const { env, problems, disputed } = handover(resolution, world, { mode: isChosen ? mode : null, given, only })
  const all = [...resolution.problems, ...problems]
  if (all.length > 0) throw new ConfigError(all)
  const warnings = [
    ...modeNotes(started, flag('mode'), world.env, mode),
    ...(flag('no-check') === undefined ? await checkQuickly(call, resolution) : []),
    ...(flag('no-check') === undefined ? await warningsOfFiles(call, started, resolution, env) : []),
    ...warningOf('not valid UTF-8, so the command does not get it as it is', world.alteredVariables),
    ...warningOf('left out, since the leaves of the schema that share it have different defaults', disputed),
  ]
  return { env, resolution, warnings }
}

async function onlyOf({ flagValues }: Call, resolution: Resolution): Promise<ReadonlySet<string> | null> {
  const texts = flagValues('only')
  return texts.length === 0 ? null : (await import('./only.js')).onlyVariables(texts, resolution)
}

/** Stops at errors, told in full; of warnings about settings it only says how many there are. */
async function checkQuickly({ world, request, open, flag }: Call, resolution: Resolution): Promise<string[]> {
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
async function warningsOfFiles(
  call: Call,
  started: readonly Invocation[],
  resolution: Resolution,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  if (started.length === 0 || call.world.env[EXPORTED] !== undefined) return []
  const { seenOtherwise } = await import('../checks/bundler/under-exec.js')
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

function composeFilesFor({ cwd, platform }: World, { stack, root, undeclared }: Resolution): string | null {
  const set = undeclared.resolve('COMPOSE_PATH_SEPARATOR')
  const usual = platform === 'win32' ? ';' : ':'
  return composeFiles(stack, root, { cwd, separator: (set !== null && 'text' in set && set.text) || usual })
}

function warningOf(words: string, variables: readonly string[]): string[] {
  return variables.length > 0 ? [`warning: ${words}: ${variables.map(visible).join(', ')}`] : []
}
