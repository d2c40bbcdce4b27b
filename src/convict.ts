import { createRequire } from 'node:module'
import { join } from 'node:path'
import convict from 'convict'
import { ownFormats } from './formats/index.js'
import type { Format, Setting, Value } from './model.js'

export type Convict = typeof convict

/**
 * The convict that code in a folder would import, so that formats added to it are known; ours where there is none.
 * Our own formats are added to it.
 */
export function convictOf(folder: string): Convict {
  const found = resolved(folder) ?? convict
  for (const [name, kind] of Object.entries(ownFormats)) {
    const format = kind({ format: name })
    if (format !== null) found.addFormat({ name, validate: validator(format) })
  }
  return found
}

function resolved(folder: string): Convict | null {
  try {
    return createRequire(join(folder, 'schema.js'))('convict') as Convict
  } catch {
    return null
  }
}

function validator(format: Format) {
  return (value: unknown) => {
    if (typeof value !== 'string' || 'at' in format.judge(value)) throw new Error(`must be ${format.title}`)
  }
}

/** What convict made of the settings it was given: typed values, and its words where it refused. */
export interface Evaluation {
  readonly values: ReadonlyMap<Setting, Value>
  /** convict's own message by setting; it may hold the value. */
  readonly refusals: ReadonlyMap<Setting, string>
}

/**
 * Has convict coerce and validate settings: each with the text given for it, or else with its default. All settings
 * stand in one convict instance, since a format may look at others; only where that fails is each one asked alone.
 */
export function evaluate(
  engine: Convict,
  settings: readonly Setting[],
  texts: ReadonlyMap<Setting, string>,
): Evaluation {
  const whole = attempt(engine, settings, texts, isUnset(texts))
  const failed = typeof whole === 'string'
  const values = new Map<Setting, Value>(failed ? [] : whole)
  const refusals = new Map<Setting, string>()
  for (const setting of failed ? settings : settings.filter(isUnset(texts))) {
    const alone = attempt(engine, [setting], texts, () => false)
    if (typeof alone === 'string') refusals.set(setting, withoutPath(alone, setting))
    else values.set(setting, alone.get(setting) ?? null)
  }
  const [first] = settings
  if (failed && refusals.size === 0 && first !== undefined) refusals.set(first, whole)
  return { values, refusals }
}

/** Whether a setting has neither text nor default. Whether it may is its own format's to say, so each is asked alone. */
function isUnset(texts: ReadonlyMap<Setting, string>): (setting: Setting) => boolean {
  return (setting) => (setting.default ?? null) === null && !texts.has(setting)
}

/** The values of one convict instance, or its message. */
function attempt(
  engine: Convict,
  settings: readonly Setting[],
  texts: ReadonlyMap<Setting, string>,
  mayBeNull: (setting: Setting) => boolean,
): Map<Setting, Value> | string {
  try {
    const instance = engine(definitionOf(settings, mayBeNull) as convict.Schema<unknown>, {
      args: [],
      env: {},
    })
    for (const setting of settings) {
      const text = texts.get(setting)
      if (text !== undefined) instance.set(setting.path, text)
    }
    instance.validate({ allowed: 'strict', output: () => {} })
    const properties = instance.getProperties()
    return new Map(settings.map((setting) => [setting, valueAt(properties, setting.segments)]))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function definitionOf(settings: readonly Setting[], mayBeNull: (setting: Setting) => boolean): object {
  const definition: Record<string, unknown> = {}
  for (const setting of settings) {
    const { segments, leaf } = setting
    let group = definition
    for (const segment of segments.slice(0, -1)) {
      group[segment] ??= {}
      group = group[segment] as Record<string, unknown>
    }
    // convict leaves a sensitive value out of its messages: whether ours shows it is decided elsewhere.
    group[segments.at(-1) ?? ''] = {
      ...leaf,
      sensitive: true,
      ...(mayBeNull(setting) && { nullable: true }),
    }
  }
  return definition
}

function valueAt(properties: unknown, segments: readonly string[]): Value {
  let value = properties
  for (const segment of segments) value = (value as Record<string, unknown>)[segment]
  return (value ?? null) as Value
}

/** convict begins a message with the setting's path; whose message it is stands elsewhere in ours. */
function withoutPath(message: string, { path }: Setting): string {
  const prefix = [`${path}: `, `'${path}' `].find((begin) => message.startsWith(begin)) ?? ''
  return message.slice(prefix.length).trim()
}
