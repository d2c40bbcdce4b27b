import type { Resolution, Resolved, Setting, Value } from '../../model.js'
import { isLocal } from '../../resolve/shift.js'
import { urlHelper } from '../../stack/services.js'
import type { Holder } from './holder.js'

/** Finds the port setting that a number in a text stands for, or null. */
export type PortOf = (digits: string, holder: Holder) => Setting | null

/**
 * Knows the numbers of the declared ports. In a layer the values count, then what they beat, then the defaults; in the
 * schema its defaults. What a shared layer says is about slot 0, so that there the ports before their shift count first,
 * and a local one may mean those. Where several ports have one number, that of the URL's own default comes first. Secret ones stand
 * for nothing.
 */
export function portsByNumber({ stack, resolved }: Resolution): PortOf {
  const ports = [...resolved.values()].filter(({ setting, secret }) => setting.port !== null && !secret)
  const byDefault = byText(ports, ({ setting }) => (typeof setting.default === 'number' ? [setting.default] : []))
  const byValue = byText(ports, ({ text }) => (text === null ? [] : [text]))
  const bySlot0 = byText(ports, ({ text, shift }) => (text === null ? [] : [shift?.from ?? text]))
  const byBeaten = byText(ports, ({ shadowed }) => shadowed.flatMap(({ value, secret }) => (secret ? [] : [value])))
  return (digits, { setting, origin }) => {
    const layers = isLocal(origin) ? [byValue, byBeaten, byDefault, bySlot0] : [bySlot0, byBeaten, byDefault, byValue]
    const known = origin.layer === 'schema' ? [byDefault] : layers
    const found = known.flatMap((ports) => ports.get(digits) ?? [])
    const own = setting === null ? null : (urlHelper(setting, stack)?.port ?? null)
    return found.find((port) => port === own) ?? found[0] ?? null
  }
}

function byText(
  ports: readonly Resolved[],
  saidOf: (port: Resolved) => readonly Value[],
): ReadonlyMap<string, Setting[]> {
  const found = new Map<string, Setting[]>()
  for (const port of ports) {
    for (const said of saidOf(port)) found.set(`${said}`, [...(found.get(`${said}`) ?? []), port.setting])
  }
  return found
}
