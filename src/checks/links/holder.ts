import { isOfSchema } from '../../display.js'
import { countingIn } from '../../env-file/lines.js'
import type { Assignment, Origin, Resolution, Resolved, Setting } from '../../model.js'
import { declaredIn } from '../../stack/declared.js'
import { copiesIn, followsSetting } from '../names/copies.js'

/** A text that may have ports in it. */
export interface Holder {
  readonly name: string
  /** Null where no setting declares the name. */
  readonly setting: Setting | null
  readonly origin: Origin
  /** As it is written, before expansion. */
  readonly text: string
  /** Whether `${NAME}` in it is a reference. */
  readonly expands: boolean
  /** Whether it stands between single quotes of a file, where nothing is a reference. */
  readonly isLiteral: boolean
  readonly isSecret: boolean
  /** Whether the schema's default counts where this text is taken away. */
  readonly isNextToDefault: boolean
}

/** The assignment of a file that gives a variable its value. */
type AssignmentOf = (name: string, origin: Origin) => Assignment | undefined

/** The texts that count: of settings the schema's and a layer's, in schema order; then those of undeclared variables. */
export function holdersIn(resolution: Resolution): Holder[] {
  const settings = [...resolution.resolved.values()].filter(({ setting }) => setting.port === null)
  const counting = new Map(resolution.envFiles.map((file) => [file.path, countingIn(file)]))
  const assignmentOf: AssignmentOf = (name, origin) =>
    origin.layer === 'file' ? counting.get(origin.path)?.get(name) : undefined
  return [
    ...settings.flatMap((one) => [...defaultOf(one), ...layerOf(one, assignmentOf)]),
    ...undeclaredIn(resolution, assignmentOf),
  ]
}

/** What a committed file says on every machine leaves nothing of a default. */
function defaultOf({ setting, secret, origin: winner, shadowed }: Resolved): Holder[] {
  const { name, path, default: text, derived: expands } = setting
  const isNeverUsed = [winner, ...shadowed.map((lost) => lost.origin)].some(isOfEveryone)
  if (typeof text !== 'string' || isNeverUsed) return []
  const origin = { layer: 'schema', path } as const
  return [{ name, setting, origin, text, expands, isLiteral: false, isSecret: secret, isNextToDefault: false }]
}

function isOfEveryone(origin: Origin | null): boolean {
  return origin?.layer === 'file' && origin.path === '.env.defaults'
}

function layerOf(
  { setting, origin, text, template, secret, shadowed }: Resolved,
  assignmentOf: AssignmentOf,
): Holder[] {
  if (origin === null || text === null || isOfSchema(origin) || origin.layer === 'inherited') return []
  const { name, variable } = setting
  const next = shadowed[0]?.origin
  const isNextToDefault = next !== undefined && isOfSchema(next)
  const written = { text: template ?? text, expands: template !== null }
  const isLiteral = assignmentOf(variable ?? name, origin)?.literal ?? false
  return [{ name, setting, origin, ...written, isLiteral, isSecret: secret, isNextToDefault }]
}

/** But for copies of settings, which `names` tells to follow theirs. */
function undeclaredIn({ stack, undeclared }: Resolution, assignmentOf: AssignmentOf): Holder[] {
  const declared = declaredIn(stack)
  const copies = copiesIn(stack)
  return undeclared.inFiles.flatMap((name) => {
    const found = declared.has(name) ? null : undeclared.resolve(name)
    if (found === null || !('text' in found)) return []
    const { origin } = found
    const assignment = assignmentOf(name, origin)
    if (assignment === undefined) return []
    const original = copies.get(name)
    if (original !== undefined && !followsSetting(assignment, original)) return []
    const { value: text, literal: isLiteral } = assignment
    return { name, setting: null, origin, text, expands: !isLiteral, isLiteral, isSecret: true, isNextToDefault: false }
  })
}
