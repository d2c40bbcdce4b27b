import type { Mention } from '../../../src/adoption/mention.js'
import type { Source } from '../../../src/adoption/source.js'

/** What a source finds in a text, each mention as a line: `3:6 BACKEND_PORT = 8203, fixed, browser, "Backend API" of core`. */
export function mentionsIn(source: Source, path: string, text: string): string[] {
  return source.mentions(text, path).map(shown)
}

/** A name that was made stands between `<` and `>`; of a kind other than port it is said. */
function shown({ name, isNamed, kind, text, weight, role, doc, group, place }: Mention): string {
  const setting = `${isNamed ? name : `<${name}>`}${text === null ? '' : ` = ${text}`}`
  const facts = [kind === 'port' ? [] : kind, weight, role ?? [], doc === null ? [] : JSON.stringify(doc)].flat()
  return `${place.line}:${place.column} ${setting}, ${facts.join(', ')}${group === null ? '' : ` of ${group}`}`
}

/** A mention in one line: `BACKEND_PORT 8203 fixed`, a made name with `?`, a text that is not known as `-`. */
export function briefly({ name, isNamed, text, weight }: Mention): string {
  return `${name}${isNamed ? '' : '?'} ${text ?? '-'} ${weight}`
}

/** What a source finds in a text, one line each. */
export function foundBy(source: Source, text: string, path: string): string[] {
  return source.handles(path) ? source.mentions(text, path).map(briefly) : []
}
