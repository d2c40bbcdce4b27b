import type { Claim } from '../../src/adoption/claim.js'
import { claimOf } from '../../src/adoption/claim.js'
import type { Mention } from '../../src/adoption/mention.js'
import { sources } from '../../src/adoption/sources/index.js'

/** A mention in code, `ports.py:1`, which what runs uses, but for what is said otherwise. */
export function mention(name: string, text: string | null, others: Partial<Mention> & { at?: string } = {}): Mention {
  const { at = 'ports.py:1', ...rest } = others
  const [path = '', line = '1'] = at.split(':')
  const kind = name.includes('URL') ? 'url' : name.includes('HOST') ? 'host' : 'port'
  const place = { path, line: Number(line), column: 1 }
  return { name, isNamed: true, kind, text, weight: 'fixed', doc: null, group: null, role: null, place, ...rest }
}

/** What mentions claim, each found by the first source that handles its file. */
export function claims(...mentions: readonly Mention[]): Claim[] {
  return mentions.flatMap((one) => claimOf(one, sourceOf(one)) ?? [])
}

function sourceOf({ place: { path } }: Mention): string {
  const source = sources.find((one) => one.handles(path))
  if (source === undefined) throw new Error(`no source handles ${path}`)
  return source.name
}
