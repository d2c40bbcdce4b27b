import { isOfSchema } from '../../display.js'
import type { Origin, Resolution, Resolved, Setting } from '../../model.js'
import { declaredIn } from '../declared.js'
import { countingIn } from '../lines.js'

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
  readonly isSecret: boolean
  /** Whether the schema's default counts where this text is taken away. */
  readonly isNextToDefault: boolean
}

/** The texts that count: of settings the schema's and a layer's, in schema order; then those of undeclared variables. */
export function holdersIn(resolution: Resolution): Holder[] {
  const settings = [...resolution.resolved.values()].filter(({ setting }) => setting.port === null)
  return [...settings.flatMap((one) => [...defaultOf(one), ...layerOf(one)]), ...undeclaredIn(resolution)]
}

function defaultOf({ setting, secret }: Resolved): Holder[] {
  const { name, path, default: text, derived: expands } = setting
  if (typeof text !== 'string') return []
  const origin = { layer: 'schema', path } as const
  return [{ name, setting, origin, text, expands, isSecret: secret, isNextToDefault: false }]
}

function layerOf({ setting, origin, text, template, secret, shadowed }: Resolved): Holder[] {
  if (origin === null || text === null || isOfSchema(origin) || origin.layer === 'inherited') return []
  const next = shadowed[0]?.origin
  const isNextToDefault = next !== undefined && isOfSchema(next)
  const written = { text: template ?? text, expands: template !== null }
  return [{ name: setting.name, setting, origin, ...written, isSecret: secret, isNextToDefault }]
}

function undeclaredIn({ stack, envFiles, undeclared }: Resolution): Holder[] {
  const declared = declaredIn(stack)
  const counting = new Map(envFiles.map((file) => [file.path, countingIn(file)]))
  return undeclared.inFiles.flatMap((name) => {
    const found = declared.has(name) ? null : undeclared.resolve(name)
    if (found === null || !('text' in found) || found.origin.layer !== 'file') return []
    const { origin } = found
    const assignment = counting.get(origin.path)?.get(name)
    if (assignment === undefined) return []
    const { value: text, literal } = assignment
    return { name, setting: null, origin, text, expands: !literal, isSecret: true, isNextToDefault: false }
  })
}
