import { claimsIn } from '../../targets/compose/claims.js'
import { lastPort, type Owner, ownerNamed, ownersOf } from '../../targets/compose/owner.js'
import type { Place } from '../../targets/compose/places.js'
import { type Published, readMapping } from '../../targets/compose/ports.js'
import { cut, either, visible } from '../../text.js'
import { corrected } from './corrected.js'
import type { Judged, PlacedEntry } from './judged.js'

const LONGEST = 80

/** Why an entry is not judged, as in a sentence after a colon, and what to write for it to be. */
export interface Unjudged {
  readonly why: string
  readonly help: string
}

/**
 * What ends the doubt about an entry.
 * @param why the reason that `config generate` gives
 */
export function unjudged(entry: PlacedEntry, why: string, judged: Judged): Unjudged {
  const { published } = entry.place
  if (published === null || published === 'unreadable') return withoutAddress(entry, judged) ?? { why, help: FORM }
  const [owner, ...others] = meantBy(published, judged.owners)
  if (owner === undefined) return { why, help: 'write the variable of a port setting' }
  return { why, help: others.length > 0 ? helpForSeveral(published, [owner, ...others]) : helpFor(published, owner) }
}

const FORM =
  'write it as Compose reads it, [ADDRESS:]PORT:PORT, each port in digits or as a variable alone, as in "127.0.0.1:${NAME:-8203}:8203"'

/** The same entry with an address that Compose takes; null where that is not what is wrong with it. */
function withoutAddress(entry: PlacedEntry, judged: Judged): Unjudged | null {
  const { written, address } = entry
  if (typeof written !== 'string' || address === '') return null
  const text = `127.0.0.1${written.slice(address.length)}`
  const { published } = readMapping(text)
  if (published === 'unreadable') return null
  const why = `"${cut(visible(address), LONGEST)}" is no IP address, and Compose takes no other before a port`
  if (address !== 'localhost') return { why, help: 'write the IP address itself, or a variable that holds it' }
  const place: Place = { ...entry.place, text, published }
  const places = judged.file.places.map((one) => (one === entry.place ? place : one))
  const findings = claimsIn(places, judged.owners)
  return { why, help: `write ${corrected({ ...entry, written: text, place }, { ...judged, findings }, null)}` }
}

/** The settings that published ports may be of, by the variables in them or else by the digits. */
function meantBy({ first, last }: Published, owners: readonly Owner[]): readonly Owner[] {
  const ports = [first, last].filter((port) => port !== null)
  const named = ports.flatMap((port) => (port.kind === 'variable' ? (ownerNamed(port.name, owners)?.owner ?? []) : []))
  if (named.length > 0) return [...new Set(named)]
  const [from, to = from] = ports.flatMap((port) => {
    const digits = port.kind === 'variable' ? port.otherwise : port
    return digits?.kind === 'number' ? digits.number : []
  })
  return from === undefined || to === undefined ? [] : ownersOf(from, to, owners)
}

function helpForSeveral({ last }: Published, owners: readonly Owner[]): string {
  const variables = owners.map(({ name, variable, port }) => (variable === null ? name : referenceTo(variable, port)))
  return last === null
    ? `write the one that is meant: ${either(variables)}`
    : `publish each in an entry of its own: ${variables.join(', ')}`
}

function helpFor({ first, last }: Published, owner: Owner): string {
  const { name, variable, lastVariable, port, count } = owner
  if (variable === null) return `give ${name} a variable of its own (env) in the schema, and write that here`
  const reference = referenceTo(variable, port)
  const isWhole = last === null && (first.kind === 'variable' || owner.ports.has(first.number))
  if (isWhole) return `write ${reference} if ${name} is meant, or give the port a setting of its own`
  if (count === 1) return `publish ${name} in an entry of its own, as ${reference}: it is one port`
  if (lastVariable === null)
    return `no variable holds the last port of ${name}, since a setting is called ${variable}_LAST: rename that`
  const range = `${reference}-${referenceTo(lastVariable, lastPort(owner))}`
  const whole = `write ${range} to publish all of ${name}, with ${count} ports of the container`
  return last === null
    ? `give this port a setting of its own, and leave it out of ${name} (\`count\`); or ${whole}`
    : whole
}

/** What Compose takes for a port; without a default where it must not be written. */
function referenceTo(variable: string, port: number | null): string {
  return port === null ? `\${${variable}}` : `\${${variable}:-${port}}`
}
