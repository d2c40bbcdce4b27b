import { ConfigError } from './errors.js'
import { sources } from './layers/index.js'
import { modeOf } from './mode.js'
import type { Resolution } from './model.js'
import { resolve } from './resolve/index.js'
import type { Project } from './schema/index.js'
import type { Place } from './world.js'

/** How a configuration is asked for. Everything is optional. */
export interface LoadRequest {
  /** The mode that `--mode` names. */
  readonly mode?: string | undefined
  /** Texts by setting, as `--set` gives them. */
  readonly set?: ReadonlyMap<string, string>
  /** A caller's own arguments. */
  readonly argv?: readonly string[]
}

/** Reads the layers and resolves every setting. Bad values are told in the result, not thrown. */
export function resolveProject({ root, stack, engine }: Project, place: Place, request: LoadRequest): Resolution {
  const { mode, problem } = modeOf(request.mode, place.env)
  if (problem !== null) throw new ConfigError([problem])
  const { set = new Map(), argv = [] } = request
  const supplies = sources.map((read) => read({ place, root, mode, stack, set, argv }))
  const outcome = resolve(
    stack,
    supplies.flatMap(({ layers }) => layers),
    engine,
  )
  const told = [...supplies.flatMap(({ problems }) => problems), ...outcome.problems]
  return {
    ...outcome,
    root,
    mode,
    stack,
    files: supplies.flatMap(({ files = [] }) => files),
    problems: told.filter(({ severity }) => severity === 'error'),
    warnings: told.filter(({ severity }) => severity === 'warning'),
  }
}
