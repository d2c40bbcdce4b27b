import type { Resolution } from '../model.js'
import type { PortNames } from './model.js'

/** Below this a number is more often something else: it takes a verdict of high to report it. */
export const SMALL = 1000

/** Every port of the stack, by default and as resolved, each member of a range included, with the settings it is of. */
export function portNames({ resolved }: Resolution): PortNames {
  const names = new Map<number, string[]>()
  for (const { setting, value, secret } of resolved.values()) {
    if (setting.port === null || setting.sensitive || secret) continue
    for (const first of new Set([setting.default, value])) {
      if (typeof first !== 'number') continue
      for (const port of rangeFrom(first, setting.port.count)) {
        names.set(port, [...new Set([...(names.get(port) ?? []), setting.name])])
      }
    }
  }
  return names
}

function rangeFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index).filter((port) => port > 0 && port <= 65535)
}
