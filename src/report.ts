import { MASK } from './display.js'
import type { FileState, Origin, Resolution, Resolved, Shift, Value } from './model.js'

/** A configuration as it may be shown: secrets are masked unless they were asked for. The JSON of `config print`. */
export interface Report {
  /** Null where no mode is set. */
  readonly mode: string | null
  /** Every path in the report is relative to it. */
  readonly root: '.'
  /** Lowest first. */
  readonly files: readonly FileState[]
  /** In schema order. */
  readonly settings: readonly SettingReport[]
}

/** One setting as it may be shown. */
export interface SettingReport {
  /** Its environment variable, or its path where it has none. */
  readonly name: string
  /** Where it stands in the schema: `core.backend`. */
  readonly path: string
  /** Null where unset; `********` for a secret. */
  readonly value: Value
  /** `port`, `integer`, `url`, `enum`, ... or the schema's own name for it. */
  readonly format: string
  /** The choices of an enumeration. */
  readonly options?: readonly Value[]
  /** Empty where the schema has none. */
  readonly doc: string
  /** Whether the value is masked unless revealed. */
  readonly sensitive: boolean
  /** Whether it is handed to the frontend. */
  readonly public: boolean
  /** How many ports in a row, for a port. */
  readonly count?: number
  /** Null where unset. */
  readonly origin: Origin | null
  /** In another slot than 0, for a port that is shifted and no masked secret: the port before (`from`), and by how much. */
  readonly shift?: Shift
  /** Every reading that lost, nearest first. */
  readonly shadowed: readonly { readonly value: Value; readonly origin: Origin }[]
}

/** What may be shown of a resolution. */
export function report({ mode, files, resolved }: Resolution, reveal: boolean): Report {
  return { mode, root: '.', files, settings: [...resolved.values()].map((one) => settingReport(one, reveal)) }
}

/** What may be shown of one setting. */
export function settingReport(resolved: Resolved, reveal: boolean): SettingReport {
  const { setting, value, text, secret, origin, shift, shadowed } = resolved
  const { name, path, format, doc, port } = setting
  const maskIf = (isSecret: boolean, shown: Value, shownText: string | null = null) =>
    isSecret && !reveal && shown !== null ? MASK : plain(shown, shownText)
  return {
    name,
    path,
    value: maskIf(secret, value, text),
    format: format.name,
    ...(format.options && { options: format.options }),
    doc,
    sensitive: secret,
    public: setting.public,
    ...(port && { count: port.count }),
    origin,
    ...(shift && (!secret || reveal) && { shift }),
    shadowed: shadowed.map((lost) => ({ value: maskIf(lost.secret, lost.value), origin: lost.origin })),
  }
}

/** A value as JSON can hold it; of what a custom format makes beyond that, its text. */
function plain(value: Value, text: string | null): Value {
  if (value instanceof RegExp) return value.source
  return isJson(value) ? value : (text ?? String(value))
}

/** Whether JSON can hold a value as it is. */
export function isJson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  const prototype = Object.getPrototypeOf(value)
  const isPlain = prototype === null || prototype === Object.prototype || Array.isArray(value)
  return (isPlain || 'toJSON' in value) && Object.values(value).every(isJson)
}
