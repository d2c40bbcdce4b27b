import { lastPart } from '../../../path.js'
import { commentBehind, saidOf } from '../../comments.js'
import { placesIn } from '../../lines.js'
import type { Mention } from '../../mention.js'
import type { Source } from '../../source.js'
import { type Called, calledIn } from './called.js'
import { commandOf, networkOf, variablesOf } from './inside.js'
import { publishedBy, type Spoken } from './published.js'
import { readServices } from './read.js'
import { takenBy } from './taken.js'

const FILE = /^(?:docker-)?compose(?:[._-][\w.-]*)?\.ya?ml$/i
/** Files that `docker compose up` reads only where it is told to, and that are hardly for a developer's machine. */
const ELSEWHERE =
  /[._-](?:prod|production|live|staging|stage|qa|ci|test|tests|testing|e2e|preview|swarm|example|sample)(?=[._-])/i

/** Compose files: what services publish on the host, what their programs get, and what is taken from the environment. */
export const compose: Source = {
  name: 'compose',
  handles: (path) => FILE.test(lastPart(path)),
  mentions(text, path) {
    const read = text.includes('services') ? readServices(text) : null
    if (read === null) return []
    const services = calledIn(read.services)
    const names = new Map<string, string>()
    const published = new Map(services.map((one) => [one.name, publishedBy(one, names)]))
    const network = networkOf(services, published)
    const spoken = services.flatMap((one) => [
      ...(published.get(one.name) ?? []),
      ...variablesOf(one, network),
      ...commandOf(one),
    ])
    const told = new Set(spoken.map(({ at }) => at))
    const all = [...spoken, ...takenBy(read, text).filter(({ at }) => !told.has(at))]
    return inOrder(all, services, text, path)
  },
}

/** Behind one of several ports people write only which one it is: `# smtp`. */
function fuller(comment: string | null, about: Spoken['about']): string | null {
  return comment === null || about === null || !/^[a-z]+$/.test(comment) ? comment : `${about.service}, ${comment}`
}

/** In the order of the file, each with what comments say. */
function inOrder(all: readonly Spoken[], services: readonly Called[], text: string, path: string): Mention[] {
  const placeAt = placesIn(text, path)
  const lines = text.split(/\r?\n/)
  const keys = services.flatMap(({ at }) => (at === null ? [] : placeAt(at).line)).sort((one, other) => one - other)
  const said = saidOf(lines, new Set([...keys, ...all.map(({ at }) => placeAt(at).line)]))
  const isElsewhere = ELSEWHERE.test(lastPart(path))
  let next = 0
  return [...all]
    .sort((one, other) => one.at - other.at)
    .map(({ at, about, ...spoken }) => {
      const place = placeAt(at)
      while ((keys[next] ?? Number.POSITIVE_INFINITY) <= place.line) next += 1
      const service = said.get(keys[next - 1] ?? 0)
      const behind = commentBehind((lines[place.line - 1] ?? '').slice(place.column - 1).replace(/^[^#]*/, ''))
      const own = about === null ? null : [service?.doc ?? about.service, ...about.port].join(', ')
      return {
        ...spoken,
        weight: isElsewhere ? 'hint' : spoken.weight,
        doc: fuller(behind, about) ?? said.get(place.line)?.doc ?? own,
        group: service?.group ?? null,
        place,
      }
    })
}
