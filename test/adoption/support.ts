import type { Mention } from '../../src/adoption/mention.js'
import type { Source } from '../../src/adoption/source.js'

/** A mention in one line: `BACKEND_PORT 8203 fixed`, a made name with `?`, a text that is not known as `-`. */
export function shown({ name, isNamed, text, weight }: Mention): string {
  return `${name}${isNamed ? '' : '?'} ${text ?? '-'} ${weight}`
}

/** What a source finds in a text, one line each. */
export function foundBy(source: Source, text: string, path: string): string[] {
  return source.handles(path) ? source.mentions(text, path).map(shown) : []
}
