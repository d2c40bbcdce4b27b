import type { Resolution, Resolved } from '../../model.js'
import { lastVariableOf } from '../../stack/last-of-range.js'
import { type Port, readPort } from '../../targets/compose/ports.js'

/** The text that a variable has for Compose: undefined where it is not set, null where it must not be told. */
export type Values = (name: string) => string | null | undefined

/** What `config exec` hands on to Compose, and what the layers have beside. */
export function valuesOf({ resolved, stack, undeclared }: Resolution): Values {
  const known = new Map([...resolved.values()].flatMap((one) => textsOf(one, lastVariableOf(one.setting, stack))))
  return (name) => {
    if (known.has(name)) return known.get(name)
    const found = undeclared.resolve(name)
    if (found === null) return undefined
    return 'problem' in found || found.mayBeSecret ? null : found.text
  }
}

function textsOf(
  { setting, text, value, secret }: Resolved,
  last: string | null,
): [string, string | null | undefined][] {
  if (setting.variable !== setting.name) return []
  const end = typeof value === 'number' && setting.port !== null ? `${value + setting.port.count - 1}` : undefined
  const shown = (said: string | undefined) => (secret ? null : said)
  return [[setting.name, shown(text ?? undefined)], ...(last === null ? [] : [[last, shown(end)] as [string, string]])]
}

/** What a text comes to, as far as it is one reference or none; null where that cannot be told. */
export function resultOf(text: string, values: Values): string | null {
  return resultOfPort(readPort({ text, at: 0 }), values)
}

/** What a port comes to; null where that cannot be told. */
function resultOfPort(port: Port, values: Values): string | null {
  if (port.kind !== 'variable') return port.text.includes('$') ? null : port.text
  const { name, operator, otherwise } = port
  const value = operator?.endsWith('+') ? null : values(name)
  if (value === null) return null
  const isSet = value !== undefined && (value !== '' || operator === '-')
  if (isSet) return value
  return otherwise === null ? null : resultOfPort(otherwise, values)
}

/** A number of a port; null where it is none, or cannot be told. */
export function numberOf(port: Port, values: Values): number | null {
  const text = resultOfPort(port, values)
  return text !== null && /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : null
}
