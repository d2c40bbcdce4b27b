import type convict from 'convict'
import type { Convict } from '../../convict.js'
import type { Setting, Value } from '../../model.js'
import type { Evaluation, Texts } from './evaluation.js'

type Attempt = ReadonlyMap<Setting, Value> | string

/**
 * Has convict coerce and validate settings: each with the text given for it, or else with its default. All settings
 * stand in one convict instance, since a format may look at others; only where that fails is each one asked alone.
 */
export function evaluateByConvict(engine: Convict, settings: readonly Setting[], texts: Texts): Evaluation {
  const whole = attempt(engine, settings, texts, isUnset(texts))
  const failed = typeof whole === 'string'
  const findings = new Findings(failed ? new Map() : whole)
  const asked = failed ? settings : settings.filter(isUnset(texts))
  for (const setting of asked) findings.add(setting, attempt(engine, [setting], texts, never))
  if (failed) askTogether(engine, settings, texts, findings)
  if (failed && findings.refusals.size === 0) {
    const culprit = settings.find((one) => isSound(attempt(engine, settings, without(texts, one), always)))
    findings.add(culprit ?? (settings[0] as Setting), whole)
  }
  return findings
}

const always = () => true
const never = () => false

/** How many are asked once more. Of the rest some may be blamed that only needed others: time is bounded instead. */
const MOST_ASKED_AGAIN = 50

/** A setting refused alone may have looked at others: asks again, with all sound ones beside it. */
function askTogether(engine: Convict, settings: readonly Setting[], texts: Texts, findings: Findings): void {
  const refused = new Set([...findings.refusals.keys()].slice(0, MOST_ASKED_AGAIN))
  const sound = new Map([...texts].filter(([setting]) => !findings.refusals.has(setting)))
  const defaultsHold = isSound(attempt(engine, settings, sound, always))
  for (const setting of refused) {
    const company = settings.filter((one) => one === setting || defaultsHold || !findings.refusals.has(one))
    const text = texts.get(setting)
    const given = text === undefined ? sound : new Map(sound).set(setting, text)
    const others = (one: Setting) => one !== setting
    findings.add(setting, attempt(engine, company, given, others))
  }
}

class Findings implements Evaluation {
  readonly values: Map<Setting, Value>
  readonly refusals = new Map<Setting, string>()

  constructor(values: ReadonlyMap<Setting, Value>) {
    this.values = new Map(values)
  }

  add(setting: Setting, outcome: Attempt): void {
    if (typeof outcome === 'string') this.refusals.set(setting, withoutPath(outcome, setting))
    else {
      this.refusals.delete(setting)
      this.values.set(setting, outcome.get(setting) ?? null)
    }
  }
}

function isSound(outcome: Attempt): boolean {
  return typeof outcome !== 'string'
}

function without(texts: Texts, setting: Setting): Texts {
  return new Map([...texts].filter(([one]) => one !== setting))
}

/** Whether a setting has neither text nor default. Only its format can say whether null will do: each is asked alone. */
function isUnset(texts: Texts): (setting: Setting) => boolean {
  return (setting) => (setting.default ?? null) === null && !texts.has(setting)
}

/** The values of one convict instance, or its message. */
function attempt(
  engine: Convict,
  settings: readonly Setting[],
  texts: Texts,
  mayBeNull: (setting: Setting) => boolean,
): Attempt {
  try {
    const instance = engine(definitionOf(settings, texts, mayBeNull) as convict.Schema<unknown>, {
      args: [],
      env: {},
    })
    for (const setting of settings) if (isBlank(setting, texts, mayBeNull)) instance.set(setting.path, null)
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

function definitionOf(settings: readonly Setting[], texts: Texts, mayBeNull: (setting: Setting) => boolean): object {
  const definition: Record<string, unknown> = {}
  for (const setting of settings) {
    const { segments, leaf, derived } = setting
    let group = definition
    for (const segment of segments.slice(0, -1)) {
      group[segment] ??= {}
      group = group[segment] as Record<string, unknown>
    }
    const isOpen = derived && !texts.has(setting)
    // convict leaves a sensitive value out of its messages: whether ours shows it is decided elsewhere.
    group[segments.at(-1) ?? ''] = {
      ...leaf,
      sensitive: true,
      // No command line is read here; of one option of two settings, and of one called `constructor`, convict makes a fault.
      arg: undefined,
      ...((isOpen || mayBeNull(setting)) && { nullable: true }),
      ...(isBlank(setting, texts, mayBeNull) && { default: undefined }),
    }
  }
  return definition
}

/** Formats whose values are no objects, whatever the text: convict looks for an object below a setting by its default. */
const SCALARS: ReadonlySet<string> = new Set(['port', 'integer', 'number', 'boolean', 'string'])

/**
 * Whether a setting has no default, and null until it is given a text. The null is set, and not left to the default: for
 * each default that is null convict looks through the names of all settings. A leaf without a format has that of its
 * default.
 */
function isBlank(setting: Setting, texts: Texts, mayBeNull: (setting: Setting) => boolean): boolean {
  const { leaf, format, derived, default: fallback } = setting
  const isEmpty = Boolean(leaf.format) && (fallback ?? null) === null
  if (texts.has(setting)) return isEmpty && SCALARS.has(format.name)
  return derived || (isEmpty && mayBeNull(setting))
}

function valueAt(properties: unknown, segments: readonly string[]): Value {
  let value = properties
  for (const segment of segments) value = (value as Record<string, unknown>)[segment]
  return (value ?? null) as Value
}

/** convict begins a message with the setting's path; whose message it is stands elsewhere in ours. */
function withoutPath(message: string, { path }: Setting): string {
  const prefix = [`${path}: `, `'${path}': `, `'${path}' `].find((begin) => message.startsWith(begin)) ?? ''
  return message.slice(prefix.length).trim()
}
