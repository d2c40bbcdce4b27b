import type { Resolved, Setting, Value } from '../../model.js'
import { textLiteral } from './literal.js'

/** How the values of a setting are written. */
export interface Form {
  /** The expression that reads a text of the build. */
  readonly reader: string
  /** The helpers that the expression calls. */
  readonly helpers: readonly string[]
  /** In TypeScript, where there is a value. */
  readonly type: string
  /** A value as an expression. */
  literal(resolved: Resolved): string
}

/** How the values of a setting are written; those of formats that only the schema's own code knows, as text. */
export function formOf(setting: Setting): Form {
  const form = formOfFormat(setting)
  if (!setting.allowEmpty) return form
  return { ...form, reader: `orEmpty(${form.reader})`, helpers: [...form.helpers, 'orEmpty'] }
}

function formOfFormat(setting: Setting): Form {
  const { format } = setting
  const title = textLiteral(format.title)
  const asWritten = ({ text }: Resolved) => `${text}`
  const asNumber = (reader: string, helper: string): Form => {
    return { reader, helpers: [helper], type: 'number', literal: asWritten }
  }
  switch (format.name) {
    case 'port':
      return asNumber(`port(${title}, ${lowestPort(setting)}, ${65536 - (setting.port?.count ?? 1)})`, 'port')
    case 'integer':
      return asNumber(`integer(${title}, -Number.MAX_SAFE_INTEGER)`, 'integer')
    case 'slot':
      return asNumber(`number(${title}, /^(?:0|[1-9][0-9]*)$/, 0, ${(setting.slot?.count ?? 1) - 1})`, 'number')
    case 'nat':
      return asNumber(`integer(${title}, 0)`, 'integer')
    case 'number':
      return asNumber(`decimal(${title})`, 'decimal')
    case 'boolean':
      return { reader: `flag(${title})`, helpers: ['flag'], type: 'boolean', literal: asWritten }
    case 'enum':
      return choiceForm(setting, title)
    case 'object':
      return {
        reader: `json(${title}, ${isList(setting)})`,
        helpers: ['json'],
        type: 'unknown',
        literal: ({ text }) => parsed(`${text}`),
      }
    case 'array':
      return { reader: 'list', helpers: ['list'], type: 'readonly unknown[]', literal: asJson }
    default:
      return { reader: 'text', helpers: ['text'], type: 'string', literal: ({ text }) => textLiteral(`${text}`) }
  }
}

function isList({ format }: Setting): boolean {
  return !('at' in format.judge('[]'))
}

function lowestPort({ format }: Setting): number {
  return 'at' in format.judge('0') ? 1 : 0
}

function choiceForm({ format, default: fallback }: Setting, title: string): Form {
  const options = (format.options ?? []).filter((option) => ['string', 'number'].includes(typeof option))
  const inner = typeof fallback === 'number' ? 'decimal' : 'text'
  const each = inner === 'decimal' ? `decimal(${title})` : 'text'
  return {
    reader: `choice(${title}, [${options.map(scalar).join(', ')}], ${each})`,
    helpers: ['choice', inner],
    type: options.map(scalar).join(' | ') || 'never',
    literal: ({ value }) => scalar(value),
  }
}

function scalar(value: Value): string {
  return typeof value === 'string' ? textLiteral(value) : `${value}`
}

function asJson({ value }: Resolved): string {
  return parsed(JSON.stringify(value))
}

/** Not as a literal of its own: there, a key `__proto__` would be no key. */
function parsed(json: string): string {
  return `JSON.parse(${textLiteral(json)})`
}
