import { countOf } from '../formats/port.js'
import type { Setting, Stack } from '../model.js'
import { isJson } from '../report.js'
import { isSecretWith } from '../resolve/taint.js'
import { jsonText } from '../text.js'
import type { Printer } from './printer.js'

/** A JSON Schema, or a part of one. */
type JsonSchema = Readonly<Record<string, unknown>>

/**
 * A JSON Schema (draft 2020-12) of the values by name: of what `get --json` and `--format yaml` print, and `load` returns.
 * It is made of the schema alone, so it is the same whatever the layers say.
 */
export const jsonSchema: Printer = ({ resolution: { stack }, selected }) => {
  const properties = selected.map(({ setting }) => [setting.name, propertyOf(setting, stack)])
  const text = jsonText({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(properties),
    required: selected.map(({ setting }) => setting.name),
    additionalProperties: false,
  })
  return { text, remarks: [] }
}

function propertyOf(setting: Setting, stack: Stack): JsonSchema {
  const { doc, leaf, sensitive } = setting
  return {
    ...(doc !== '' && { description: doc }),
    ...nullableIf(mayBeNull(setting), formOf(setting)),
    ...defaultOf(setting, stack),
    ...(sensitive && { writeOnly: true }),
    ...(leaf.deprecated === true && { deprecated: true }),
  }
}

/** What the values of a format are; nothing where only convict knows. */
function formOf({ format, leaf, slot, default: fallback }: Setting): JsonSchema {
  const text = { type: 'string' }
  switch (format.name) {
    case 'port':
      return { type: 'integer', minimum: 'value' in format.judge('0') ? 0 : 1, maximum: 65_536 - countOf(leaf) }
    case 'slot':
      return { type: 'integer', minimum: 0, maximum: (slot?.count ?? 1) - 1 }
    case 'integer':
      return { type: 'integer' }
    case 'nat':
      return { type: 'integer', minimum: 0 }
    case 'number':
    case 'boolean':
      return { type: format.name }
    case 'url':
      return { ...text, ...(leaf.format === 'portolan:url' && { format: 'uri' }) }
    case 'regexp':
      return { type: 'string', format: 'regex' }
    case 'string':
    case 'host':
    case 'windows_named_pipe':
      return text
    case 'object':
      return { type: Array.isArray(fallback) ? 'array' : 'object' }
    case 'array':
      return { type: 'array' }
    case 'enum':
      return format.options?.every(isJson) ? { enum: format.options } : {}
    default:
      return {}
  }
}

/** Whether the value of a good configuration may be null. */
function mayBeNull({ leaf, default: fallback, format }: Setting): boolean {
  return leaf.nullable === true || fallback === undefined || format.options?.includes(null) === true
}

function nullableIf(isNullable: boolean, form: JsonSchema): JsonSchema {
  const { type, enum: choices } = form
  if (!isNullable || (type === undefined && choices === undefined)) return form
  if (Array.isArray(choices)) return { ...form, enum: [...new Set([...choices, null])] }
  return { ...form, type: [type, null].map((one) => one ?? 'null') }
}

/** The default as the value that it gives; none of a secret, nor where it is made of other settings. */
function defaultOf(setting: Setting, stack: Stack): JsonSchema {
  const { default: fallback, derived, format } = setting
  if (fallback === null || fallback === undefined) return mayBeNull(setting) ? { default: null } : {}
  if (typeof fallback === 'object') {
    const text = JSON.stringify(fallback)
    return isJson(fallback) && !isSecretWith(setting, text, stack) ? { default: fallback } : {}
  }
  const text = String(fallback)
  if (isSecretWith(setting, text, stack) || (derived && text.includes('${'))) return {}
  const verdict = format.judge(text)
  return 'at' in verdict ? {} : { default: verdict.value ?? fallback }
}
