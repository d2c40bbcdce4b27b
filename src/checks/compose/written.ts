import type { Problem, Stack } from '../../model.js'
import { warningOf } from '../../problem.js'
import { settingOf } from '../../stack/lookup.js'
import { suggestion } from '../../suggestion.js'
import { ownerNamed, ownersOf } from '../../targets/compose/owner.js'
import type { Place } from '../../targets/compose/places.js'
import type { VariablePort } from '../../targets/compose/ports.js'
import { cut, visible } from '../../text.js'
import { entriesByPlace, isUnpublished, type Judged, originAt, type PlacedEntry, placeText } from './judged.js'
import { openedBy, openProblem } from './opened.js'
import { outdatedAt, outdatedProblem } from './outdated.js'
import { type Told, together } from './together.js'
import { unjudged } from './unjudged.js'
import type { Values } from './values.js'

const LONGEST = 80

/**
 * What is not written as it should be: ports in digits, defaults that are out of date, variables of no setting, what
 * cannot be judged, and what is open to other machines.
 */
export function written(judged: Judged, stack: Stack, values: Values): Problem[] {
  const told = entriesByPlace(judged).flatMap((entry): Told[] => {
    const { place } = entry
    if (isUnpublished(place, judged)) return onHostNetwork(place, judged).map(alone)
    const opened = openedBy(entry, judged, stack, values)
    const strangers = strangersAt(place, judged, stack)
    const isAsMeant = judged.keeper === 'overridden' || strangers.length > 0
    const outdated = isAsMeant ? null : outdatedAt(place, judged)
    const saysOpen = outdated !== null && outdated.fixed === null
    const sort = !saysOpen ? null : opened !== null ? 'open' : judged.keeper === 'kept' ? 'stale' : null
    return [
      ...strangers.map(alone),
      ...(outdated === null ? [] : [{ problem: outdatedProblem(entry, outdated, judged, opened), sort } as const]),
      ...(isAsMeant ? [] : leftAt(entry, judged).map(alone)),
      ...(opened === null || saysOpen ? [] : [{ problem: openProblem(entry, judged, opened), sort: 'open' } as const]),
    ]
  })
  return together(together(told, 'open'), 'stale').map(({ problem }) => problem)
}

function alone(problem: Problem): Told {
  return { problem, sort: null }
}

function onHostNetwork(place: Place, judged: Judged): Problem[] {
  const message = `${placeText(place)} publishes nothing: the service is on the host's own network`
  const help = 'take the line out; with `network_mode: host`, what the service listens on is open on the host as it is'
  return [warningOf('compose', message, help, { origin: originAt(judged, place) })]
}

/** Variables that no layer of the schema's knows. */
function strangersAt(place: Place, judged: Judged, stack: Stack): Problem[] {
  const { published } = place
  if (published === null || published === 'unreadable') return []
  return [published.first, published.last].flatMap((port) => {
    if (port?.kind !== 'variable' || ownerNamed(port.name, judged.owners) !== null) return []
    if (settingOf(port.name, stack) !== null) return []
    const message = `${cut(visible(port.name), LONGEST)}, in ${placeText(place)}, is no setting`
    return warningOf('compose', message, strangerHelp(port, judged), { origin: originAt(judged, place, port) })
  })
}

function strangerHelp({ name, otherwise }: VariablePort, { owners }: Judged): string {
  // `${BIND:-127.0.0.1:8203}` is an address and a port in one, which no setting can be.
  if (otherwise?.kind === 'other' && otherwise.text !== '') {
    return 'write the address and the variable of the port apart, as in "127.0.0.1:${NAME:-8203}:8203"'
  }
  const declare = `declare it in the schema, as port('${cut(visible(name), LONGEST)}', ${otherwise?.kind === 'number' ? otherwise.text : 'NUMBER'}, 'what it is')`
  const meant = otherwise?.kind === 'number' ? ownersOf(otherwise.number, otherwise.number, owners) : []
  const [only, ...others] = meant
  if (only?.variable != null && others.length === 0 && only.ports.has(Number(otherwise?.text))) {
    return `write \${${only.variable}:-${otherwise?.text}}, or ${declare}`
  }
  const variables = owners.flatMap(({ variable, lastVariable }) =>
    [variable, lastVariable].filter((one) => one !== null),
  )
  return suggestion(name, variables, declare)
}

/** What is not certain to be a setting's, or of no setting at all. */
function leftAt(entry: PlacedEntry, judged: Judged): Problem[] {
  const { place } = entry
  return (judged.left.get(place) ?? []).map((left) => {
    const origin = originAt(judged, place, left.written)
    if (left.why !== null) {
      const { why, help } = unjudged(entry, left.why, judged)
      return warningOf('compose', `${placeText(place)} is not judged: ${why}`, help, { origin })
    }
    const port = cut(visible(left.written.text), LONGEST)
    const message = `${placeText(place)} publishes ${port}, which is no setting's port`
    return warningOf('compose', message, 'declare the port in the schema, and write its variable here', { origin })
  })
}
