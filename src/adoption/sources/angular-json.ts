import { lastPart } from '../../path.js'
import { isPort } from '../assigned.js'
import { placesIn } from '../lines.js'
import type { Mention } from '../mention.js'
import { folderNameOf, portOf } from '../name.js'
import type { Source } from '../source.js'

const SERVE = /"serve"\s*:\s*\{/g
const OPTIONS = /"options"\s*:\s*\{[^{}]*?"port"\s*:\s*(\d{1,5})(?=\s*[,}])/d
/** In UTF-16 units, from where `serve` begins; and how many projects of a workspace are looked at. */
const LONGEST = 4000
const MOST = 50

/** Angular's workspaces: where `ng serve` listens. */
export const angularJson: Source = {
  name: 'angular',
  handles: (path) => lastPart(path) === 'angular.json',
  mentions(text, path) {
    const placeAt = placesIn(text, path)
    const folder = folderNameOf(path)
    const starts = [...text.matchAll(SERVE)].slice(0, MOST).map(({ index }) => index)
    return starts.flatMap((from, index): Mention[] => {
      const found = OPTIONS.exec(text.slice(from, Math.min(from + LONGEST, starts[index + 1] ?? text.length)))
      const port = found?.[1] ?? ''
      if (!isPort(port)) return []
      const place = placeAt(from + (found?.indices?.[1]?.[0] ?? 0))
      const name = portOf(folder ?? 'frontend', index === 0 ? '' : port)
      return [
        {
          name,
          isNamed: false,
          kind: 'port',
          text: port,
          weight: 'fixed',
          doc: null,
          group: folder,
          role: 'browser',
          place,
        },
      ]
    })
  },
}
