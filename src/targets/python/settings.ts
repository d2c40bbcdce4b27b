import { problemText } from '../../display.js'
import { referencesIn } from '../../expand.js'
import { defaultsOf } from '../../layers/schema.js'
import type { Resolution, Resolved, Setting, Stack } from '../../model.js'
import { required } from '../../resolve/problems.js'
import { settingOf } from '../../stack/lookup.js'
import { slotSetting } from '../../stack/slot.js'
import { formatIn, type PythonFormat } from './formats/index.js'
import { call, literal, remark, WIDTH } from './literals.js'
import runtime from './runtime.py?raw'

/** A setting as the Python module has it. */
export interface PythonSetting {
  readonly setting: Setting
  readonly format: PythonFormat
  /** The name of its constant; null where it has none. */
  readonly constant: string | null
  /** The text of its default; null where it has none, or none that may stand in a file. */
  readonly fallback: string | null
  /** Whether it may be None. */
  readonly optional: boolean
  /** Whether it is another port in another slot; null where it is no port, or the stack has no slot. */
  readonly shifts: boolean | null
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)
/** Names of Python's own that the module uses. */
const USED: ReadonlySet<string> = new Set(
  (
    'Any Callable ConfigError Dict Exception Iterator List NamedTuple OSError Optional RecursionError Sequence Tuple ' +
    'UnicodeDecodeError Union ValueError abs all bisect bool chr dict enumerate errno filter float getattr globals ' +
    'host int isinstance iter len list map min name next object open ord os partial port range re reduce repr sorted ' +
    'stat str time'
  ).split(' '),
)

/** Whether Python takes a word as a name. */
export function isIdentifier(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(word) && !KEYWORDS.has(word)
}

/**
 * The settings of a stack, in its order.
 * @param taken names that the module gives to something else
 */
export function settingsIn({ stack, resolved }: Resolution, taken: ReadonlySet<string>): PythonSetting[] {
  const defaults = defaultsOf(stack).readings
  const hasSlot = slotSetting(stack) !== null
  return stack.settings.map((setting) => {
    const { variable, name } = setting
    const isFree =
      variable === name && isIdentifier(name) && !name.startsWith('_') && !USED.has(name) && !taken.has(name)
    const fallback = mayBeWritten(setting, stack) ? (defaults.get(name)?.text ?? null) : null
    const optional = fallback === null && !isRequired(setting, resolved.get(name))
    const shifts = hasSlot && setting.port !== null ? setting.port.shift : null
    return { setting, format: formatIn(setting), constant: isFree ? name : null, fallback, optional, shifts }
  })
}

/**
 * Whether a default is no secret itself: of one that is made of secrets, all that stands there are plain references to
 * what layers have to set.
 */
function mayBeWritten({ sensitive, leaf, derived, default: template }: Setting, stack: Stack): boolean {
  if (!sensitive) return true
  if (leaf.sensitive === true || !derived || typeof template !== 'string') return false
  const written = template.replace(/\$\{[A-Za-z_][\w.]*\}/g, '')
  const parts = referencesIn(template).map((name) => settingOf(name, stack))
  return (
    !written.includes('${') &&
    !/:[^/@]+@/.test(written) &&
    parts.every((part) => part === null || (part.default ?? null) === null || mayBeWritten(part, stack))
  )
}

/** Whether a setting that no layer sets is an error. Of a format that only convict knows, convict has said so. */
function isRequired(setting: Setting, resolved: Resolved | undefined): boolean {
  if (resolved?.origin === null) return resolved.problem?.check === 'required'
  return setting.default === null && setting.leaf.nullable !== true && setting.format.name !== '*'
}

/** The formats that the settings have, each once, and what they are called. */
export function formatNames(settings: readonly PythonSetting[]): ReadonlyMap<PythonFormat, string> {
  const distinct = new Map(settings.toReversed().map((one) => [one.format.expression, one] as const))
  const names = new Map<PythonFormat, string>()
  for (const { format, setting } of settings) {
    if (distinct.get(format.expression)?.format !== format) continue
    const word = `_${setting.format.name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`
    const base = new RegExp(`\\b${word}\\b`).test(runtime) ? `${word}_FORMAT` : word
    const same = [...names.values()].filter((name) => name.replace(/_[0-9]+$/, '') === base).length
    names.set(format, same === 0 ? base : `${base}_${same + 1}`)
  }
  return names
}

/** The declaration of a setting, and of its constant; `index` tells those that have none apart. */
export function declaration(one: PythonSetting, index: number, formats: ReadonlyMap<PythonFormat, string>): string {
  const { setting, format, constant, fallback, optional } = one
  const { name, path, variable, doc, sensitive } = setting
  const args = [literal(path)]
  if (fallback !== null) args.push(literal(fallback))
  const flags = flagsOf(one)
  if (flags !== '') args.push(fallback === null ? `flags=${literal(flags)}` : literal(flags))
  if (constant === null) args.push(`name=${literal(name)}`)
  if (setting.slot !== null) args.push(`stride=${setting.slot.stride}`)
  if (variable !== name) args.push(`variable=${literal(variable ?? '')}`)
  if (!sensitive && isOddDefault(setting)) args.push(`typed=${literal(setting.default)}`)
  if (!optional && fallback === null) args.push(`required=${literal(problemText(required(setting)))}`)
  const type = optional && format.type !== 'Any' ? `Optional[${format.type}]` : format.type
  const notes = [...(constant === null ? [`${remark(name, 60)} has no constant`] : []), ...unjudged(one)]
  const above = notes.length > 0 ? `# ${notes.join('; ')}\n` : ''
  const comment = doc === '' ? '' : `  # ${remark(doc, 60)}`
  const line = call(`${constant ?? `_unnamed_${index}`}: ${type} = ${nameOf(format, formats)}`, args)
  if (line.includes('\n') || line.length + comment.length > WIDTH) return `${above}${line}\n`
  return `${above}${line}${comment}\n`
}

function nameOf({ expression }: PythonFormat, formats: ReadonlyMap<PythonFormat, string>): string {
  return [...formats].find(([format]) => format.expression === expression)?.[1] ?? ''
}

function unjudged({ format, setting }: PythonSetting): string[] {
  return format.isUnjudged ? [`given as text, which only JavaScript judges (${remark(setting.format.name, 40)})`] : []
}

/** A default that its text would not give: that of a format without a form. */
function isOddDefault({ default: value, format }: Setting): boolean {
  if (format.name === 'array') return Array.isArray(value)
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  return (
    isPlain &&
    !['port', 'integer', 'nat', 'number', 'boolean', 'enum', 'slot', 'port_or_windows_named_pipe'].includes(format.name)
  )
}

function flagsOf({ setting, fallback, shifts }: PythonSetting): string {
  const flags = {
    literal: !setting.derived && fallback?.includes('${'),
    sensitive: setting.sensitive,
    public: setting.public,
    empty: setting.allowEmpty,
    slot: setting.slot !== null,
    shifts: shifts === true,
    fixed: shifts === false,
  }
  return Object.entries(flags)
    .flatMap(([flag, is]) => (is ? flag : []))
    .join(' ')
}
