import { type Engine, engineOf } from '../convict.js'
import { ConfigError } from '../errors.js'
import { defaultsOf } from '../layers/schema.js'
import type { Problem, Resolved, Setting, Stack } from '../model.js'
import { unclearDefaults } from '../resolve/defaults.js'
import { resolve } from '../resolve/index.js'
import { mayBeMended } from '../resolve/problems.js'
import { heldTaint } from '../resolve/taint.js'
import { secretNamesIn } from '../secret/signs.js'
import type { Environment } from '../world.js'
import { unknownFormats } from './faults/format.js'
import { definitionOfInstance, isInstance } from './instance.js'
import { lookOver } from './look-over.js'
import { schemaProblem } from './problem.js'
import { unknownReferences } from './references.js'
import { readSettings } from './settings.js'

/** A schema that holds, with the convict it is judged by. */
export interface Project {
  readonly root: string
  readonly stack: Stack
  readonly engine: Engine
}

/**
 * Reads a schema: an object of convict's form, or a convict instance.
 * @param folders where to look for the convict that the schema imports
 * @param env what a convict instance may have read already
 * @throws ConfigError with everything that is wrong with it
 */
export function openSchema(exported: unknown, root: string, folders: readonly string[], env: Environment): Project {
  const engine = engineOf(folders)
  const definition = definitionOf(exported, engine, env)
  const { stack, problems } = readSettings(definition, lookOver(definition, env))
  const declared = [...problems, ...unknownFormats(stack.settings, engine), ...unknownReferences(stack)]
  const rest = without(stack, declared)
  const unclear = unclearDefaults(rest, engine)
  const resolved = unclear.length === 0 ? NONE : resolve(rest, [defaultsOf(rest)], engine, unclear).resolved
  const all = [...declared, ...defaultProblems(resolved.values())]
  if (all.length > 0) throw new ConfigError(inSchemaOrder(all, stack))
  return { root, stack: withHeld(stack, resolved), engine }
}

const NONE: ReadonlyMap<string, Resolved> = new Map()

/** The settings that have no problem. */
function without(stack: Stack, problems: readonly Problem[]): Stack {
  if (problems.length === 0) return stack
  const wrong = new Set(problems.map(({ setting }) => setting))
  return { ...stack, settings: stack.settings.filter(({ name }) => !wrong.has(name)) }
}

/** A setting whose default holds a secret, as a URL holds a password, is one whatever sets it. */
function withHeld(stack: Stack, resolved: ReadonlyMap<string, Resolved>): Stack {
  const isSecretName = secretNamesIn(stack)
  const holders = new Set<Setting>()
  for (const { setting, text } of resolved.values()) {
    const held = text ?? (typeof setting.default === 'string' ? setting.default : '')
    if (!setting.sensitive && heldTaint(setting, held, isSecretName) !== null) holders.add(setting)
  }
  if (holders.size === 0) return stack
  const settings = stack.settings.map((one) => (holders.has(one) ? { ...one, sensitive: true } : one))
  return { ...stack, settings }
}

function inSchemaOrder(problems: readonly Problem[], { settings }: Stack): Problem[] {
  const order = new Map<string | null, number>(settings.map(({ name }, index) => [name, index]))
  const place = ({ setting }: Problem) => order.get(setting) ?? -1
  return [...problems].sort((a, b) => place(a) - place(b))
}

function definitionOf(exported: unknown, engine: Engine, env: Environment): object {
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported) || 'then' in exported) {
    const help = 'hand on what defineSchema returns, a convict schema, or a convict instance'
    throw new ConfigError([schemaProblem(null, `${kindOf(exported)} is no schema`, help)])
  }
  if (!isInstance(exported)) return exported
  lookOver(exported._def, env)
  return definitionOfInstance(exported, engine, env)
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Array.isArray(value) ? 'a list' : 'a promise'
}

/** What is wrong with the defaults, seen without any other layer. */
function defaultProblems(resolved: Iterable<Resolved>): Problem[] {
  return [...resolved].flatMap(({ problem }) =>
    problem === null || mayBeMended(problem) ? [] : { ...problem, check: 'schema' },
  )
}
