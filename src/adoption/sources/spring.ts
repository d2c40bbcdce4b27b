import { isPort } from '../assigned.js'
import { homeOf } from '../constants/home.js'
import { linesOf, placesIn } from '../lines.js'
import type { Mention } from '../mention.js'
import type { Source } from '../source.js'

/** Of the program, or of one of its profiles. */
const FILE = /(?:^|\/)(?:application|bootstrap)(-[\w-]+)?\.(?:properties|ya?ml)$/
const PORT = /^(management\.)?server\.port$/
/** A key with what stands behind it; in YAML it may be a part of one. */
const LINE = /^([ \t]*)([A-Za-z][\w.-]*)[ \t]*[:=][ \t]*(.*)$/
/** A placeholder is as Compose has it, but for the sign before what stands in. */
const PLACEHOLDER = /^\$\{([A-Za-z_]\w{0,99})(?::([^{}]*))?\}/
/** In UTF-16 units. */
const LONGEST_LINE = 300

/** Spring Boot's settings: where a program listens, and where it tells of itself. */
export const spring: Source = {
  name: 'spring',
  handles: (path) => FILE.test(path) && !/(?:^|\/)(?:test|target|build)\//.test(path),
  mentions(text, path) {
    const placeAt = placesIn(text, path)
    const isProfile = FILE.exec(path)?.[1] !== undefined
    return valuesIn(text).flatMap(({ key, value, at }): Mention[] => {
      const [whole, management] = PORT.exec(key) ?? []
      const [, variable, otherwise = ''] = PLACEHOLDER.exec(value) ?? []
      const port = variable === undefined ? (/^["']?(\d+)/.exec(value)?.[1] ?? '') : otherwise
      if (whole === undefined || !isPort(port)) return []
      const made = [homeOf(path) ?? 'SERVER', ...(management === undefined ? [] : ['MANAGEMENT']), 'PORT'].join('_')
      const weight = isProfile ? 'hint' : variable === undefined ? 'fixed' : 'fallback'
      const facts = { kind: 'port', text: port, weight, role: 'http', doc: null, group: null } as const
      return [{ name: variable ?? made, isNamed: variable !== undefined, ...facts, place: placeAt(at) }]
    })
  },
}

/** Keys in full, `server.port`, with the offset of what they are. */
function valuesIn(text: string): { key: string; value: string; at: number }[] {
  const open: { indent: number; key: string }[] = []
  return linesOf(text).flatMap(({ line, at }) => {
    const [, { length: indent } = '', part = '', value = ''] = LINE.exec(line.slice(0, LONGEST_LINE)) ?? []
    if (part === '') return []
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop()
    const key = [open.at(-1)?.key ?? [], part].flat().join('.')
    // Deeper than anything that is looked for.
    if (value.trim() === '' && open.length < 4) open.push({ indent, key })
    return [{ key, value, at: at + line.indexOf(value, indent + part.length) }]
  })
}
