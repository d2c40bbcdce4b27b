import { ConfigError } from '../../errors.js'
import { composeFiles } from '../../handover/compose-files.js'
import { handover } from '../../handover/environment.js'
import { frontendPort, otherPorts, PORT_VARIABLE } from '../../handover/frontend-port.js'
import type { ChildEnvironment } from '../../handover/not-started.js'
import type { Started } from '../../handover/project-name.js'
import { modeNotes } from '../../handover/tool-mode.js'
import type { Resolution } from '../../model.js'
import { exposing } from '../../stack/frontend.js'
import { slotSetting } from '../../stack/slot.js'
import { visible } from '../../text.js'
import type { World } from '../../world.js'
import type { Call } from '../command.js'
import { checkQuickly, warningsOfFiles } from './checks.js'
import type { Given } from './given.js'
import type { Start } from './start.js'

/**
 * Says what a command is given by a configuration.
 * @throws ConfigError where the configuration is bad
 */
export async function prepare({ call, started }: Start, found: Resolution): Promise<Given> {
  const { world, flag, request } = call
  const prefixes = started.flatMap(({ bundler, folder }) => bundler.envPlace(folder)?.prefixes ?? bundler.prefix)
  const resolution = exposing(found, prefixes)
  const { mode } = resolution
  const only = await onlyOf(call, resolution)
  const given = {
    COMPOSE_FILE: composeFilesFor(world, resolution),
    [PORT_VARIABLE]: await frontendPort(started, resolution, only),
    COMPOSE_PROJECT_NAME: null,
  }
  const isChosen = Boolean(flag('mode')) || request.tool !== null
  const options = { mode: isChosen ? mode : null, given, only }
  const first = handover(resolution, world, options)
  const instead = await apartFromCopies(call, resolution, first.env)
  const { env, problems, disputed } = instead === null ? first : handover(resolution, world, { ...options, instead })
  const all = [...resolution.problems, ...problems]
  if (all.length > 0) throw new ConfigError(all)
  const warnings = [
    ...modeNotes(started, flag('mode'), world.env, mode),
    ...(env[PORT_VARIABLE] === undefined ? await otherPorts(started, resolution, only) : []),
    ...(flag('no-check') === undefined ? await checkQuickly(call, resolution) : []).map(alone),
    ...(flag('no-check') === undefined ? await warningsOfFiles(call, started, resolution, env) : []).map(alone),
    ...warningOf('not valid UTF-8, so the command does not get it as it is', world.alteredVariables),
    ...warningOf('left out, since the leaves of the schema that share it have different defaults', disputed),
  ]
  return { env, resolution, warnings }
}

async function onlyOf({ flagValues }: Call, resolution: Resolution): Promise<ReadonlySet<string> | null> {
  const texts = flagValues('only')
  return texts.length === 0 ? null : (await import('./only.js')).onlyVariables(texts, resolution)
}

function composeFilesFor(world: World, resolution: Resolution): string | null {
  const { stack, root } = resolution
  return composeFiles(stack, root, { cwd: world.cwd, separator: separatorOf(world, resolution) })
}

function separatorOf({ platform }: World, { undeclared }: Resolution): string {
  const set = undeclared.resolve('COMPOSE_PATH_SEPARATOR')
  const usual = platform === 'win32' ? ';' : ':'
  return (set !== null && 'text' in set && set.text) || usual
}

/** What keeps the containers of this copy of the stack apart; nothing in slot 0, and where they are apart by themselves. */
async function apartFromCopies(call: Call, resolution: Resolution, env: ChildEnvironment) {
  const { world } = call
  const { stack, resolved } = resolution
  const slot = resolved.get(slotSetting(stack)?.name ?? '')?.value
  if (typeof slot !== 'number' || slot === 0) return null
  const { PROJECT_VARIABLE, projectNameIn } = await import('../../handover/project-name.js')
  const started: Started = { words: call.rest ?? [], cwd: world.cwd, env, separator: separatorOf(world, resolution) }
  const name = await projectNameIn(slot, resolution, started)
  return name === null ? null : { [PROJECT_VARIABLE]: name }
}

function warningOf(words: string, variables: readonly string[]): string[][] {
  return variables.length > 0 ? [[`warning: ${words}: ${variables.map(visible).join(', ')}`]] : []
}

function alone(line: string): string[] {
  return [line]
}
