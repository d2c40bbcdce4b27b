import { type Convict, convictOf } from '../convict.js'
import { ConfigError } from '../errors.js'
import { schema as schemaDefaults } from '../layers/schema.js'
import type { Problem, Stack } from '../model.js'
import { resolve } from '../resolve/index.js'
import { unknownFormats, unknownReferences } from './problems.js'
import { readSettings } from './settings.js'

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
  const engine = convictOf(folder)
  const declared = [
    ...problems,
    ...unknownFormats(stack.settings, engine),
    ...stack.settings.flatMap((setting) => unknownReferences(setting, stack)),
  ]
  const wrong = new Set(declared.map(({ setting }) => setting))
  const rest = { ...stack, settings: stack.settings.filter(({ name }) => !wrong.has(name)) }
  const all = [...declared, ...defaultProblems(rest, engine)]
  if (all.length > 0) throw new ConfigError(inSchemaOrder(all, stack))
  return { root, stack, engine }
}

function inSchemaOrder(problems: readonly Problem[], { settings }: Stack): Problem[] {
  const order = new Map<string | null, number>(settings.map(({ name }, index) => [name, index]))
  const place = ({ setting }: Problem) => order.get(setting) ?? -1
  return [...problems].sort((a, b) => place(a) - place(b))
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
  const place = { cwd: '', env: {}, platform: '' }
  const { layers } = schemaDefaults({ place, root: '', mode: null, stack, set: new Map(), argv: [] })
  const { resolved } = resolve(stack, layers, engine)
  return [...resolved.values()].flatMap(({ problem }) =>
    problem === null || LATER.has(problem.check) ? [] : { ...problem, check: 'schema' },
  )
}
