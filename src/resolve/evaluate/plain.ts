import { formatOf } from '../../formats/index.js'
import type { Setting, Value } from '../../model.js'
import type { Evaluation, Texts } from './evaluation.js'

/** convict's constructors among the formats, as it calls them. */
const BUILT_INS = new Map<unknown, string>([
  ...[Array, Boolean, Number, String].map((one) => [one, one.name.toLowerCase()] as const),
  ...['Array', 'Boolean', 'Number', 'String'].map((name) => [name, name.toLowerCase()] as const),
])

/** Which values convict takes, by the name of the format; ours are texts of their own form. */
const ACCEPTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  '*': () => true,
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  int: Number.isInteger,
  integer: Number.isInteger,
  nat: isFromZero,
  number: (value) => typeof value === 'number',
  port: (value) => isFromZero(value) && value <= 65_535,
  'portolan:host': isText('portolan:host'),
  'portolan:slot': isFromZero,
  'portolan:url': isText('portolan:url'),
  string: (value) => typeof value === 'string',
}

/** What convict makes of a text, by the name of the format; of all others the text itself. */
const COERCE: Readonly<Record<string, (text: string) => unknown>> = {
  array: (text) => text.split(','),
  boolean: (text) => text.toLowerCase() !== 'false',
  int: parseInteger,
  integer: parseInteger,
  nat: parseInteger,
  number: Number.parseFloat,
  port: parseInteger,
  'portolan:slot': Number,
}

/** A leaf as convict takes it. */
interface Rule {
  readonly coerce: (text: string) => unknown
  readonly accepts: (value: unknown) => boolean
}

/**
 * What convict would make of settings, by its rules but without it: loading it takes a third as long as Node's own
 * start. Null where that is not certain: where a format is another than its own simple ones and ours, or a default no
 * plain value; and where convict refuses a value, since its words are wanted then.
 */
export function evaluatePlain(settings: readonly Setting[], texts: Texts): Evaluation | null {
  const values = new Map<Setting, Value>()
  const refusals = new Map<Setting, string>()
  for (const setting of settings) {
    const rule = ruleOf(setting)
    if (rule === null) return null
    const { leaf, derived, default: fallback } = setting
    const text = texts.get(setting) ?? (derived ? null : fallback)
    const value = valueGiven(text, rule)
    if (value !== null && !rule.accepts(value)) return null
    values.set(setting, value as Value)
    const mayBeUnset = derived || fallback === undefined || leaf.nullable || rule.accepts(null)
    if (value === null && !mayBeUnset) refusals.set(setting, 'must have a value')
  }
  return { values, refusals }
}

/** Whether convict takes a setting's default as it stands there; null where only convict can tell. */
export function takesDefault(setting: Setting): boolean | null {
  const rule = ruleOf(setting)
  return rule === null ? null : rule.accepts(valueGiven(setting.default, rule))
}

function valueGiven(given: unknown, { coerce }: Rule): unknown {
  return typeof given === 'string' ? coerce(given) : copyOf(given)
}

/** Null where only convict can tell. */
function ruleOf({ leaf, segments, default: fallback }: Setting): Rule | null {
  if ('_cvtProperties' in leaf || segments.includes('_cvtProperties')) return null
  const { format = null } = leaf
  if (Array.isArray(format)) return isPlain(fallback) && format.every(isPlain) ? choiceAmong(format, fallback) : null
  const name = format === null ? kindOf(fallback) : (BUILT_INS.get(format) ?? format)
  if (typeof name !== 'string' || !Object.hasOwn(ACCEPTS, name)) return null
  return isPlain(fallback) || (name === 'array' && isPlainList(fallback)) ? ruleNamed(name) : null
}

/** convict reads a choice by the kind of its default. */
function choiceAmong(choices: readonly unknown[], fallback: unknown): Rule {
  return { coerce: COERCE[kindOf(fallback) ?? ''] ?? asIs, accepts: (value) => choices.indexOf(value) >= 0 }
}

function ruleNamed(name: string): Rule {
  return { coerce: COERCE[name] ?? asIs, accepts: ACCEPTS[name] as Rule['accepts'] }
}

/** What convict takes for the format of a leaf that has none. */
function kindOf(fallback: unknown): string | null {
  return fallback === null || fallback === undefined ? null : typeof fallback
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
}

function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPlain)
}

function copyOf(value: unknown): unknown {
  return Array.isArray(value) ? value.slice() : (value ?? null)
}

function asIs(text: string): string {
  return text
}

function parseInteger(text: string): number {
  return Number.parseInt(text, 10)
}

function isFromZero(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}

function isText(format: string): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && !('at' in formatOf({ format }).judge(value))
}
