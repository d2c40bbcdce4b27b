import { relative, resolve as resolvePath, sep } from 'node:path'
import { type Convict, convictOf } from './convict.js'
import { ConfigError } from './errors.js'
import { namesIn, parseTemplate } from './expand.js'
import { sources } from './layers/index.js'
import { schema as schemaDefaults } from './layers/schema.js'
import { modeOf } from './mode.js'
import type { Problem, Resolution, Setting, Stack } from './model.js'
import { suggestion } from './names.js'
import { resolve, settingsByName } from './resolve/index.js'
import { readSettings, schemaProblem } from './settings.js'
import type { Place } from './world.js'

/** How a configuration is asked for. Everything is optional. */
export interface Request {
  /** The mode that `--mode` names. */
  readonly mode?: string | undefined
  /** Texts by setting, as `--set` gives them. */
  readonly set?: ReadonlyMap<string, string>
  /** A caller's own arguments. */
  readonly argv?: readonly string[]
}

/** A schema that holds, with the convict it is judged by. */
export interface Project {
  readonly root: string
  readonly stack: Stack
  readonly engine: Convict
}

/**
 * Reads a schema: an object of convict's form, or a convict instance.
 * @throws ConfigError with everything that is wrong with it
 */
export function openSchema(exported: object, root: string, folder: string): Project {
  const { stack, problems } = readSettings(definitionOf(exported))
  if (problems.length > 0) throw new ConfigError(problems)
  const engine = convictOf(folder)
  const wrong = defaultProblems(stack, engine)
  if (wrong.length > 0) throw new ConfigError(wrong)
  return { root, stack, engine }
}

/** A convict instance keeps the definition that it was made from. */
function definitionOf(exported: object): object {
  const { _def, getProperties } = exported as { _def?: unknown; getProperties?: unknown }
  return typeof getProperties === 'function' && typeof _def === 'object' && _def !== null ? _def : exported
}

/** What other layers may still mend. */
const LATER: ReadonlySet<string> = new Set(['required', 'unset'])

/** What is wrong with the defaults, seen without any other layer. */
function defaultProblems(stack: Stack, engine: Convict): Problem[] {
  const unknown = stack.settings.flatMap((setting) => unknownReferences(setting, stack))
  if (unknown.length > 0) return unknown
  const place = { cwd: '', env: {}, platform: '' }
  const { layers } = schemaDefaults({ place, root: '', mode: null, stack, set: new Map(), argv: [] })
  const { resolved } = resolve(stack, layers, engine)
  return [...resolved.values()].flatMap(({ problem }) =>
    problem === null || LATER.has(problem.check) ? [] : { ...problem, check: 'schema' },
  )
}

function unknownReferences(setting: Setting, stack: Stack): Problem[] {
  if (!setting.derived) return []
  const template = parseTemplate(setting.default as string)
  const known = settingsByName(stack)
  return ('malformedAt' in template ? [] : namesIn(template))
    .filter((name) => !known.has(name))
    .map((name) =>
      schemaProblem(
        setting,
        `${setting.name}: its default refers to ${name}, which is no setting`,
        suggestion(name, known.keys(), `declare ${name}, or write $\${ for a literal \${`),
      ),
    )
}

/** Reads the layers and resolves every setting. Bad values are told in the result, not thrown. */
export function resolveProject({ root, stack, engine }: Project, place: Place, request: Request): Resolution {
  const { mode, problem } = modeOf(request.mode, place.env)
  if (problem !== null) throw new ConfigError([problem])
  const { set = new Map(), argv = [] } = request
  const supplies = sources.map((read) => read({ place, root, mode, stack, set, argv }))
  const outcome = resolve(
    stack,
    supplies.flatMap(({ layers }) => layers),
    engine,
  )
  return {
    ...outcome,
    root,
    mode,
    stack,
    files: supplies.flatMap(({ files = [] }) => files),
    problems: [...supplies.flatMap(({ problems }) => problems), ...outcome.problems],
  }
}

/** A path as messages show it. */
export function relativePath(root: string, path: string): string {
  return relative(resolvePath(root), path).split(sep).join('/')
}
