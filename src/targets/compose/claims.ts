import { either } from '../../text.js'
import { doubt, type Publishers } from './doubt.js'
import { lastPort, type Named, type Owner, ownerNamed, ownersOf } from './owner.js'
import type { Place } from './places.js'
import type { NumberPort, Published, Span, VariablePort } from './ports.js'

/** A published port that is a setting's. */
export interface Claim {
  readonly place: Place
  readonly written: NumberPort | VariablePort
  /** The variable that stands for it. */
  readonly variable: string
  /** What it is to be. */
  readonly port: number
}

/** What is left as it is. */
export interface Left {
  readonly place: Place
  readonly written: Span
  /** Why, as in a sentence after a colon; null for a port of no setting. */
  readonly why: string | null
}

type Finding = Claim | Left

/** What is found in a compose file. */
export interface Findings {
  /** For each place, the ports that are certainly settings'. */
  readonly claims: ReadonlyMap<Place, readonly Claim[]>
  readonly left: readonly Left[]
}

/** Judges every published port of a compose file: a setting's, as far as that is certain, or left alone. */
export function claimsIn(places: readonly Place[], owners: readonly Owner[]): Findings {
  const publishers = publishersIn(places, owners)
  const found = places.map((place) => [place, findingsAt(place, publishers)] as const)
  return {
    claims: new Map(found.map(([place, findings]) => [place, findings.filter((one) => 'variable' in one)])),
    left: found.flatMap(([, findings]) => findings.filter((one) => 'why' in one)),
  }
}

function publishersIn(places: readonly Place[], owners: readonly Owner[]): Publishers {
  const publishers = new Map(owners.map((owner) => [owner, new Set<string>()]))
  for (const { published, services } of places) {
    for (const owner of published === null || published === 'unreadable' ? [] : ownersAt(published, owners)) {
      if (published !== null && published !== 'unreadable' && published.protocol !== owner.protocol) continue
      for (const service of services) publishers.get(owner)?.add(service)
    }
  }
  return publishers
}

function ownersAt({ first, last }: Published, owners: readonly Owner[]): readonly Owner[] {
  if (first.kind === 'number') {
    return ownersOf(first.number, last?.kind === 'number' ? last.number : first.number, owners)
  }
  const named = namedBy(first, owners)
  return named === null ? [] : [named.owner]
}

/** What a variable stands for, or else the variable that stands in for it. */
function namedBy({ name, otherwise }: VariablePort, owners: readonly Owner[]): Named | null {
  return ownerNamed(name, owners) ?? (otherwise?.kind === 'variable' ? namedBy(otherwise, owners) : null)
}

function findingsAt(place: Place, publishers: Publishers): Finding[] {
  const { published, text } = place
  if (published === null) return []
  if (published === 'unreadable') return [{ place, written: { text, at: 0 }, why: 'it cannot be read as a port' }]
  const { first, last } = published
  if (first.kind === 'number' && last?.kind !== 'variable') {
    return findDigits(place, first, last, published.protocol, publishers)
  }
  return [first, last].flatMap((written) => {
    if (written === null) return []
    if (written.kind === 'variable') return findVariable(place, written, [...publishers.keys()])
    return { place, written, why: 'the other end of its range is a variable' }
  })
}

/** A port or a range in digits. */
function findDigits(
  place: Place,
  first: NumberPort,
  last: NumberPort | null,
  protocol: string,
  publishers: Publishers,
): Finding[] {
  const end = last ?? first
  const written = { text: place.text.slice(first.at, end.at + end.text.length), at: first.at }
  const [owner, ...more] = ofProtocol(protocol, ownersOf(first.number, end.number, [...publishers.keys()]))
  if (owner === undefined) return [{ place, written, why: null }]
  if (more.length > 0) return [{ place, written, why: `it may be ${either([owner, ...more].map(nameOf))}` }]
  const literal = { first: first.number, last: last?.number ?? null, protocol, services: place.services }
  const why = doubt(literal, owner, publishers)
  if (why !== null) return [{ place, written, why }]
  return [
    ...claim(place, first, owner.variable, owner.port),
    ...(last === null ? [] : claim(place, last, owner.lastVariable, lastPort(owner))),
  ]
}

/** A TCP and a UDP port may have one number: those of the protocol, if there are any. */
function ofProtocol(protocol: string, owners: readonly Owner[]): readonly Owner[] {
  const same = owners.filter((owner) => owner.protocol === protocol)
  return same.length > 0 ? same : owners
}

function claim(place: Place, written: Claim['written'], variable: string | null, port: number | null): Claim[] {
  return variable === null || port === null ? [] : [{ place, written, variable, port }]
}

/** A port that a variable stands for. */
function findVariable(place: Place, written: VariablePort, owners: readonly Owner[]): Finding[] {
  const { name, operator, otherwise } = written
  const named = ownerNamed(name, owners)
  if (named === null) return findStranger(place, written, owners)
  if (operator?.endsWith('+')) return []
  if (named.port !== null) return [{ place, written, variable: name, port: named.port }]
  if (otherwise === null) return []
  return [{ place, written, why: `${named.owner.name} has no value that may be written here` }]
}

/** A variable that is no port setting's. */
function findStranger(place: Place, written: VariablePort, owners: readonly Owner[]): Finding[] {
  const { name, otherwise } = written
  if (otherwise?.kind === 'variable') return findVariable(place, otherwise, owners)
  const found = otherwise?.kind === 'number' ? ownersOf(otherwise.number, otherwise.number, owners) : []
  if (found.length === 0) return []
  return [{ place, written, why: `${name} is no port setting, though its default is of ${either(found.map(nameOf))}` }]
}

function nameOf({ name }: Owner): string {
  return name
}
