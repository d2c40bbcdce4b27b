import type { Finding } from '../finding.js'

/** What the last port of a range is called, behind the name of the first. */
const LAST = '_LAST'

/** Ports of which one ends the range that another begins, as AVATAR_BASE_PORT and AVATAR_BASE_PORT_LAST, are one range. */
export function withRanges(ports: readonly Finding[]): Finding[] {
  const known = new Map(ports.map((port) => [port.name, port]))
  const lengthOf = ({ name, text }: Finding) => {
    const last = known.get(name + LAST)
    return last === undefined ? 1 : Number(last.text) - Number(text) + 1
  }
  const isEnd = ({ name }: Finding) => {
    const first = name.endsWith(LAST) ? known.get(name.slice(0, -LAST.length)) : undefined
    return first !== undefined && lengthOf(first) > 1
  }
  return ports
    .filter((port) => !isEnd(port))
    .map((port) => (lengthOf(port) > 1 ? { ...port, count: lengthOf(port) } : port))
}
