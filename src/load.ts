import { ConfigError } from './errors.js'
import { sources } from './layers/index.js'
import { inFileSpelling } from './layers/spelling.js'
import { modeOf, type ToolMode } from './mode.js'
import type { Resolution } from './model.js'
import { resolve } from './resolve/index.js'
import { mayBeMended } from './resolve/problems.js'
import type { Project } from './schema/index.js'
import { slotSetting } from './stack/slot.js'
import type { Place } from './world.js'

/** How a configuration is asked for. Everything is optional. */
export interface LoadRequest {
  /** The mode that `--mode` names. */
  readonly mode?: string | undefined
  /** What the tool says of the mode that is started with the values; absent and null where there is none. */
  readonly tool?: ToolMode | null
  /** Texts by setting, as `--set` gives them. */
  readonly set?: ReadonlyMap<string, string>
  /** A caller's own arguments. */
  readonly argv?: readonly string[]
  /** Files as they are about to be, by path; they are read in place of those on the disk. */
  readonly drafts?: ReadonlyMap<string, string>
}

let isAnyResolved = false

/** Whether this process has resolved a configuration, and V8 has compiled what that takes. */
export function hasResolved(): boolean {
  return isAnyResolved
}

/** Reads the layers and resolves every setting. Bad values are told in the result, not thrown. */
export function resolveProject(project: Project, place: Place, request: LoadRequest): Resolution {
  return resolveFrom(project, place, request, false)
}

/** Resolves as the copy of the stack in a slot would, whatever the layers say of it; in slot 0 as it is written down. */
export function resolveInSlot(project: Project, place: Place, request: LoadRequest, slot: number): Resolution {
  return resolveProject(project, place, { ...request, set: withSlot(project, slot, request.set) })
}

/**
 * Resolves from what is committed alone: the schema, `.env.defaults` and `.env`, and `.env.<mode>` where a mode is
 * given. What only this machine, the environment or another mode can give is null, and no problem.
 * @param copy the slot
 */
export function resolveShared(
  project: Project,
  place: Place,
  { mode, drafts = new Map() }: Pick<LoadRequest, 'mode' | 'drafts'>,
  copy = 0,
): Resolution {
  const request = { mode, drafts, set: withSlot(project, copy) }
  const resolution = resolveFrom(project, { ...place, env: {} }, request, true)
  return { ...resolution, problems: resolution.problems.filter((problem) => !mayBeMended(problem)) }
}

/** Texts that also say the slot, where the stack has one. */
function withSlot({ stack }: Project, copy: number, set: LoadRequest['set'] = new Map()): ReadonlyMap<string, string> {
  const slot = slotSetting(stack)
  return slot === null ? set : new Map([...set, [slot.name, `${copy}`]])
}

function resolveFrom(project: Project, place: Place, request: LoadRequest, sharedOnly: boolean): Resolution {
  const { root, stack, engine } = project
  const { mode, problem } = modeOf(request.mode, place.env, request.tool)
  if (problem !== null) throw new ConfigError([problem])
  const { set = new Map(), argv = [], drafts = new Map() } = request
  const supplies = sources.map((read) => read({ place, root, mode, stack, set, argv, sharedOnly, drafts }))
  const layers = supplies.flatMap((supply) => supply.layers)
  const outcome = resolve(stack, inFileSpelling(layers, stack, place.platform), engine)
  isAnyResolved = true
  const told = [...supplies.flatMap(({ problems }) => problems), ...outcome.problems]
  return {
    ...outcome,
    root,
    mode,
    stack,
    files: supplies.flatMap(({ files = [] }) => files),
    envFiles: supplies.flatMap(({ envFiles = [] }) => envFiles),
    problems: told.filter(({ severity }) => severity === 'error'),
    warnings: told.filter(({ severity }) => severity === 'warning'),
  }
}
