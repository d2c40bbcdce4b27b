import { folderOf } from '../../../path.js'
import { saidOf } from '../../comments.js'
import { placesIn } from '../../lines.js'
import type { Mention } from '../../mention.js'
import { folderNameOf } from '../../name.js'
import { type Started, startedBy } from '../../starts/index.js'

/** A command of a text. */
export interface LineCommand {
  readonly script: string
  /** Where it begins in the text. */
  readonly at: number
  /** What it is called: a process, a target; empty where it has no name. */
  readonly name: string
}

/** What the commands of a text start, and what else is said in it, with its comments. */
export function mentionsOf(
  commands: readonly LineCommand[],
  others: readonly Started[],
  text: string,
  path: string,
): Mention[] {
  const folder = folderOf(path)
  const started = commands.flatMap(({ script, at, name }) =>
    startedBy(script, { folder, script: name, otherwise: 'backend' }).map((one) => ({ ...one, at: at + one.at })),
  )
  const all = [...others, ...started]
  if (all.length === 0) return []
  const placeAt = placesIn(text, path)
  const said = saidOf(text.split(/\r?\n/), new Set(all.map(({ at }) => placeAt(at).line)))
  return all
    .sort((one, other) => one.at - other.at)
    .map(({ at, ...one }) => {
      const place = placeAt(at)
      const { doc = null, group = null } = said.get(place.line) ?? {}
      return { ...one, doc, group: group ?? folderNameOf(path), place }
    })
}
