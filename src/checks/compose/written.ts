import { settingOf } from '../../lookup.js'
import type { Problem, Stack } from '../../model.js'
import { suggestion } from '../../suggestion.js'
import { changeOf } from '../../targets/compose/changes.js'
import type { Claim } from '../../targets/compose/claims.js'
import { ownerNamed, ownersOf } from '../../targets/compose/owner.js'
import type { Entry, Place } from '../../targets/compose/places.js'
import type { VariablePort } from '../../targets/compose/ports.js'
import { cut, visible } from '../../text.js'
import { corrected } from './corrected.js'
import { entriesByPlace, isUnpublished, type Judged, originAt, placeText, warning } from './judged.js'
import { openedBy } from './opened.js'
import type { Values } from './values.js'

const LONGEST = 80

/**
 * What is not written as it should be: ports in digits, defaults that are out of date, variables of no setting, and what
 * cannot be judged.
 * @param told the places of which worse is told
 */
export function written(judged: Judged, stack: Stack, values: Values, told: ReadonlySet<Place>): Problem[] {
  return entriesByPlace(judged).flatMap((entry) => {
    const { place } = entry
    if (isUnpublished(place, judged)) return onHostNetwork(place, judged)
    const strangers = strangersAt(place, judged, stack)
    if (strangers.length > 0) return strangers
    return judged.keeper === 'overridden'
      ? []
      : [...outdated(entry, judged, stack, values), ...leftAt(place, judged, told)]
  })
}

function onHostNetwork(place: Place, judged: Judged): Problem[] {
  const message = `${placeText(place)} publishes nothing: the service is on the host's own network`
  const help = 'take the line out; with `network_mode: host`, what the service listens on is open on the host as it is'
  return [warning(null, message, originAt(judged, place), help)]
}

/** Variables that no layer of the schema's knows. */
function strangersAt(place: Place, judged: Judged, stack: Stack): Problem[] {
  const { published } = place
  if (published === null || published === 'unreadable') return []
  return [published.first, published.last].flatMap((port) => {
    if (port?.kind !== 'variable' || ownerNamed(port.name, judged.owners) !== null) return []
    if (settingOf(port.name, stack) !== null) return []
    const message = `${cut(visible(port.name), LONGEST)}, in ${placeText(place)}, is no setting`
    return warning(null, message, originAt(judged, place, port), strangerHelp(port, judged))
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

/** What `config generate` would change, or what a user should. */
function outdated(entry: Entry & { readonly place: Place }, judged: Judged, stack: Stack, values: Values): Problem[] {
  const { place } = entry
  const claims = (judged.findings.claims.get(place) ?? []).filter((claim) => changeOf(claim) !== null)
  const [first] = claims
  if (first === undefined) return []
  const fixed = claims.map(changeOf).find((change) => typeof change === 'string')
  const because = fixed === undefined ? '' : `, and is left alone: ${fixed}`
  return [
    warning(
      ownerNamed(first.variable, judged.owners)?.owner.name ?? null,
      `${placeText(place)} ${wrongWith(first)}${because}`,
      originAt(judged, place, first.written),
      fixed === undefined
        ? outdatedHelp(entry, judged, stack, values)
        : `write \${${first.variable}:-${first.port}} there by hand`,
    ),
  ]
}

function outdatedHelp(entry: Entry & { readonly place: Place }, judged: Judged, stack: Stack, values: Values): string {
  if (judged.keeper === 'kept') return 'run `config generate`, and commit what it writes'
  return `write ${corrected(entry, judged, openedBy(entry, judged, stack, values)?.bind ?? null)}`
}

function wrongWith({ written, variable, port }: Claim): string {
  if (written.kind === 'number') {
    const now = written.number === port ? '' : `, which is ${port}`
    return `has the port of ${variable} in digits${now}`
  }
  return `falls back to ${cut(visible(written.otherwise?.text ?? ''), LONGEST)} where ${variable} is not set, but it is ${port}`
}

/** What is not certain to be a setting's, or of no setting at all. */
function leftAt(place: Place, judged: Judged, told: ReadonlySet<Place>): Problem[] {
  if (told.has(place)) return []
  return (judged.left.get(place) ?? []).map((left) => {
    const origin = originAt(judged, place, left.written)
    if (left.why !== null) {
      const help = 'write the variable that is meant, as in "${NAME:-8203}:8203"'
      return warning(null, `${placeText(place)} is not judged: ${left.why}`, origin, help)
    }
    const port = cut(visible(left.written.text), LONGEST)
    const message = `${placeText(place)} publishes ${port}, which is no setting's port`
    return warning(null, message, origin, 'declare the port in the schema, and write its variable here')
  })
}
