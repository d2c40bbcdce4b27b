import type { Problem } from '../../model.js'
import { addressesOf, isIPv6, meet } from '../../ports/address.js'
import { anotherPort } from '../../ports/another.js'
import { overlap, type PortRange, rangeText } from '../../ports/range.js'
import { problemOf, warningOf } from '../../problem.js'
import type { Entry, Place } from '../../targets/compose/places.js'
import { cut, visible } from '../../text.js'
import { type Judged, originAt, ownerAt } from './judged.js'
import { numberOf, resultOf, type Values } from './values.js'

const LONGEST = 80

/** Two services that publish one port. */
export interface Collision {
  /** The file of the later. */
  readonly file: Judged
  /** Where the later stands. */
  readonly place: Place
  readonly problem: Problem
}

/** What a service takes of the host. */
interface Binding extends PortRange {
  readonly file: Judged
  readonly place: Place
  readonly service: string
  readonly profiles: readonly string[]
  readonly protocol: string
  readonly addresses: readonly string[]
  /** What the same service may say twice. */
  readonly key: string
}

/** The same with its place among the bindings of a stack. */
type Numbered = Binding & { readonly number: number }

/** Every port that two services of a stack publish, by what the variables come to; each later one is told once. */
export function sharedPorts(files: readonly Judged[], values: Values): Collision[] {
  const collisions: Collision[] = []
  let open: Numbered[] = []
  const bindings = bindingsOf(files, values).map((binding, number) => ({ ...binding, number }))
  for (const binding of bindings.sort((one, other) => one.first - other.first)) {
    open = open.filter(({ last }) => last >= binding.first)
    const earlier = open.find((one) => collide(one, binding))
    if (earlier !== undefined) {
      const [one, other] = earlier.number < binding.number ? [earlier, binding] : [binding, earlier]
      collisions.push({ file: other.file, place: other.place, problem: problemWith(one, other) })
    }
    open.push(binding)
  }
  return collisions
}

/** What the services publish when each file has had its say on those before it. */
function bindingsOf(files: readonly Judged[], values: Values): Binding[] {
  const services = new Map<string, { profiles: string[]; networkMode: string; entries: [Judged, Entry][] }>()
  for (const file of files) {
    for (const [name, facts] of file.file.services) {
      const before = facts.replaces === 'all' || facts.resets === 'all' ? undefined : services.get(name)
      const kept = facts.replaces === 'ports' || facts.resets === 'ports' ? [] : (before?.entries ?? [])
      const own = facts.resets === null ? (file.entries.get(name) ?? []) : []
      services.set(name, {
        profiles: [...(before?.profiles ?? []), ...facts.profiles],
        networkMode: facts.networkMode || (before?.networkMode ?? ''),
        entries: [...kept, ...own.map((entry): [Judged, Entry] => [file, entry])],
      })
    }
  }
  return [...services].flatMap(([service, { profiles, networkMode, entries }]) =>
    networkMode === 'host'
      ? []
      : entries.flatMap(([file, entry]) =>
          bindingOf(file, entry, values).map((one) => ({ ...one, service, profiles })),
        ),
  )
}

function bindingOf(
  file: Judged,
  { address, inside, place }: Entry,
  values: Values,
): Omit<Binding, 'service' | 'profiles'>[] {
  if (place === null || place.published === null || place.published === 'unreadable') return []
  const { first, last, protocol } = place.published
  const start = numberOf(first, values)
  const end = last === null ? start : numberOf(last, values)
  const host = address === '' ? '*' : resultOf(address, values)
  // Of a range for one port of the container, Docker takes one that is free.
  const isChoice = last !== null && (inside === null || inside.last === null)
  if (start === null || end === null || host === null || isChoice) return []
  const to = inside === null ? '' : [inside.first, inside.last].map((port) => port && numberOf(port, values)).join('-')
  const addresses = addressesOf(host)
  const key = [addresses, start, end, protocol, to].join(' ')
  return [{ file, place, first: start, last: end, protocol, addresses, key }]
}

function collide(one: Binding, other: Binding): boolean {
  if (!overlap(one, other) || one.protocol !== other.protocol) return false
  if (one.service === other.service && one.key === other.key) return false
  return one.addresses.some((a) => other.addresses.some((b) => isIPv6(a) === isIPv6(b) && meet(tcp(a), tcp(b))))
}

/** Docker binds `::` for IPv6 alone, so that families are apart; protocols have been compared. */
function tcp(address: string) {
  return { protocol: 'tcp', address } as const
}

function problemWith(one: Binding, other: Binding): Problem {
  const shared = { first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) }
  const ports = `${shared.first === shared.last ? 'port' : 'ports'} ${rangeText(shared)}`
  const [first, second] = [one.service, other.service].map((name) => cut(visible(name), LONGEST))
  const where = `${visible(one.file.path)}:${one.file.file.position(one.place.at).line}`
  const again = one.service === other.service ? ` twice (first in ${where})` : `, and so does ${first} (${where})`
  const message = `${second} publishes ${ports} on the host${again}`
  const setting = ownerAt(other.place, other.file)?.name ?? null
  const origin = originAt(other.file, other.place)
  if (neverTogether(one, other)) {
    const help = `${helpFor(one, other)}, or never start both profiles`
    return warningOf('compose', `${message}, in another profile`, help, { setting, origin })
  }
  return problemOf('compose', message, helpFor(one, other), { setting, origin })
}

/** Where the numbers come from settings, nothing in the file is wrong. Copies of the stack shift what collides alike. */
function helpFor(...bindings: readonly Binding[]): string {
  const names = bindings.flatMap(({ place, file }) => {
    const isVariable = typeof place.published === 'object' && place.published?.first.kind === 'variable'
    return isVariable ? (ownerAt(place, file)?.name ?? []) : []
  })
  if (names.length < bindings.length) return 'give one of them another port'
  if (new Set(names).size === 1) return 'publish one of them by a setting of its own'
  return `give ${names.join(' or ')} another port: ${anotherPort(names[0] ?? '', null)}`
}

function neverTogether({ profiles: some }: Binding, { profiles: others }: Binding): boolean {
  return some.length > 0 && others.length > 0 && !some.some((profile) => others.includes(profile))
}
