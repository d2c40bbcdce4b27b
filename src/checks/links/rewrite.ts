import { fill, parseTemplate, type Reference } from '../../expand.js'
import type { Resolution, Setting } from '../../model.js'
import { settingOf } from '../../stack/lookup.js'
import type { Holder } from './holder.js'
import type { PortOf } from './numbers.js'

/** A text with its ports as references. */
export interface Rewritten {
  /** The ports that were written out, each with its digits. */
  readonly ports: ReadonlyMap<Setting, string>
  /** The text as a file that expands would have it. */
  readonly text: string
}

/** A number behind a colon that nothing makes longer: no second port, no user name. */
const NUMBER = /:([0-9]{1,5})(?![\w:@-])/g

/** A host at the end of a text: a name, `[IPv6]`, or the place of a reference. */
const HOST = /(?:^|[^\w.\]\0-])([\w.-]+|\[[0-9A-Fa-f:.]+\]|\0[0-9]+\0)$/

/** The longest name of a host, and what may stand around it. */
const LONGEST_HOST = 300

/** Puts references in the place of ports behind local hosts; null where there are none. */
export function rewrite(
  holder: Holder,
  portOf: PortOf,
  isLocal: (host: string, port: Setting) => boolean,
  resolution: Resolution,
): Rewritten | null {
  const template = holder.expands ? parseTemplate(holder.text) : [holder.text]
  // A NUL, which a default may have, marks places below.
  if ('malformedAt' in template || holder.text.includes('\0')) return null
  const references = template.filter((part) => typeof part !== 'string')
  let count = 0
  const flat = template.map((part) => (typeof part === 'string' ? part : `\0${count++}\0`)).join('')
  const ports = new Map<Setting, string>()
  const text = flat.replace(NUMBER, (all, digits: string, at: number) => {
    const host = HOST.exec(flat.slice(Math.max(0, at - LONGEST_HOST), at))?.[1]
    const port = host === undefined ? null : portOf(digits, holder)
    if (host === undefined || port === null || !isLocal(hostText(host, references, resolution), port)) return all
    ports.set(port, digits)
    return `:\0${port.name}\0`
  })
  return ports.size === 0 ? null : { ports, text: written(text, references) }
}

/** What a host comes to, which may be a reference. */
function hostText(host: string, references: readonly Reference[], { resolved, stack, undeclared }: Resolution): string {
  const reference = host.startsWith('\0') ? references[Number(host.slice(1, -1))] : undefined
  if (reference === undefined) return host
  const filled = fill([reference], (name) => {
    const setting = settingOf(name, stack)
    if (setting !== null) return { text: resolved.get(setting.name)?.text ?? null }
    const found = undeclared.resolve(name)
    return { text: found !== null && 'text' in found ? found.text : null }
  })
  return typeof filled === 'string' ? filled : ''
}

/** Marked places as references again, and every other `${` as a literal one. */
function written(flat: string, references: readonly Reference[]): string {
  return flat
    .replaceAll('${', () => '$${')
    .replace(/\0([^\0]*)\0/g, (_, mark: string) => {
      const reference = /^[0-9]/.test(mark) ? references[Number(mark)] : undefined
      if (reference === undefined) return `\${${mark}}`
      const { name, otherwise } = reference
      return `\${${name}${otherwise === undefined ? '' : `${otherwise.operator}${otherwise.raw}`}}`
    })
}
