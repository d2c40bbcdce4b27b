import type { Resolution, Setting } from '../../model.js'
import { urlHelper } from '../../services.js'
import type { Holder } from './holder.js'

/** Finds the port setting that a number in a text stands for, or null. */
export type PortOf = (digits: string, holder: Holder) => Setting | null

/**
 * Knows the numbers of the declared ports. In a layer the values count, then the defaults; in the schema its defaults.
 * Where several ports have one number, that of the URL's own default comes first. Secret ones stand for nothing.
 */
export function portsByNumber({ stack, resolved }: Resolution): PortOf {
  const ports = stack.settings.filter(({ port, name }) => port !== null && resolved.get(name)?.secret === false)
  const byDefault = byText(ports, ({ default: number }) => (typeof number === 'number' ? `${number}` : null))
  const byValue = byText(ports, ({ name }) => resolved.get(name)?.text ?? null)
  return (digits, { setting, origin }) => {
    const defaults = byDefault.get(digits) ?? []
    const found = origin.layer === 'schema' ? defaults : [...(byValue.get(digits) ?? []), ...defaults]
    const own = setting === null ? null : (urlHelper(setting, stack)?.port ?? null)
    return found.find((port) => port === own) ?? found[0] ?? null
  }
}

function byText(ports: readonly Setting[], textOf: (port: Setting) => string | null): ReadonlyMap<string, Setting[]> {
  const found = new Map<string, Setting[]>()
  for (const port of ports) {
    const text = textOf(port)
    if (text !== null) found.set(text, [...(found.get(text) ?? []), port])
  }
  return found
}
