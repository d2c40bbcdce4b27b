import { plain } from '../frontend/literal.js'

const ENTRIES = /^ {2}scope\.__PORTOLAN__ = Object\.freeze\(\{\n([\s\S]*?)^ {2}\}\)$/m
const ENTRY = /^ {4}(\w+|'[^']*'): (.*'),$/gm
/** A text, be it the host that stands in for a page's, and what is around it. */
const TEXT = /'[^']*'/g

/** The texts that a script states, by variable, with the host that a page without one has. */
export function statedIn(script: string): ReadonlyMap<string, string> {
  const entries = ENTRIES.exec(script.replaceAll('\r\n', '\n'))?.[1] ?? ''
  const texts = new Map<string, string>()
  for (const [, key = '', value = ''] of entries.matchAll(ENTRY)) {
    texts.set(plain(key), (value.match(TEXT) ?? []).map(plain).join(''))
  }
  return texts
}
