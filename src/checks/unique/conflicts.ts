import { isOfSchema } from '../../display.js'
import type { Resolution } from '../../model.js'
import { collide, type SettingBinding } from '../../ports/binding.js'

/** A message that names more is read by nobody. */
const MOST_NAMED = 10

/** A setting to change, and those whose ports it takes. */
export interface Conflict {
  readonly accused: SettingBinding
  /** Those that stand first in the schema, at most ten: of thousands on one port, not every pair can be kept. */
  readonly others: readonly SettingBinding[]
  /** How many more there are. */
  readonly more: number
  /** Whether no port of these may be told: what is the same as a secret is one. */
  readonly isSecret: boolean
}

/** A binding among all. */
interface Placed {
  readonly binding: SettingBinding
  /** Its place in the schema. */
  readonly index: number
  /** Of two that claim one port, the higher one's setting is to change. */
  readonly rank: number
  /** Whatever binds alike stands in each other's way on one port. */
  readonly alike: string
}

interface Tally {
  readonly first: Placed[]
  count: number
}

/** In schema order of those to change; those with a secret are apart from those without. */
export function conflictsIn(bindings: readonly SettingBinding[], resolution: Resolution): Conflict[] {
  const tallies = bindings.map(() => new Map<boolean, Tally>())
  for (const [one, other] of neighbours(placedIn(bindings, resolution))) {
    if (one.binding.source === other.binding.source || !standInTheWay(one, other)) continue
    const [accused, owner] = one.rank > other.rank ? [one, other] : [other, one]
    const isSecret = accused.binding.resolved.secret || owner.binding.resolved.secret
    const found = tallies[accused.index]
    const tally = found?.get(isSecret) ?? { first: [], count: 0 }
    found?.set(isSecret, tally)
    add(owner, tally)
  }
  return bindings.flatMap((accused, index) => conflictsOf(accused, tallies[index] ?? new Map()))
}

function conflictsOf(accused: SettingBinding, tallies: ReadonlyMap<boolean, Tally>): Conflict[] {
  const indexOf = ([, { first }]: [boolean, Tally]) => first[0]?.index ?? 0
  return [...tallies]
    .sort((a, b) => indexOf(a) - indexOf(b))
    .map(([isSecret, { first, count }]) => ({
      accused,
      others: first.map(({ binding }) => binding),
      more: count - first.length,
      isSecret,
    }))
}

function add(owner: Placed, tally: Tally): void {
  const { first } = tally
  tally.count += 1
  if (first.length === MOST_NAMED && owner.index > (first.at(-1)?.index ?? 0)) return
  first.push(owner)
  first.sort((a, b) => a.index - b.index).splice(MOST_NAMED)
}

/** What comes from further up in the layers ranks higher, then what stands further down in its file or in the schema. */
function placedIn(bindings: readonly SettingBinding[], resolution: Resolution): Placed[] {
  return bindings
    .map((binding, index) => ({ binding, index, from: heightOf(binding, resolution) }))
    .sort((a, b) => a.from[0] - b.from[0] || a.from[1] - b.from[1] || a.index - b.index)
    .map(({ binding, index }, rank) => ({ binding, index, rank, alike: alikeText(binding) }))
}

function alikeText({ protocol, addresses }: SettingBinding): string {
  return [protocol, ...addresses].join(' ')
}

function heightOf({ resolved: { origin } }: SettingBinding, { files }: Resolution): [layer: number, line: number] {
  if (origin === null || isOfSchema(origin)) return [-1, 0]
  if (origin.layer === 'file') return [files.findIndex(({ path }) => path === origin.path), origin.line ?? 0]
  return [origin.layer === 'flag' ? files.length + 1 : files.length, 0]
}

/** The pairs that share a port, found without comparing every one with every other. */
function* neighbours(all: readonly Placed[]): Generator<[Placed, Placed]> {
  const sorted = [...all].sort((one, other) => one.binding.ports.first - other.binding.ports.first)
  for (const [index, one] of sorted.entries()) {
    const { last } = one.binding.ports
    for (let next = index + 1; (sorted[next]?.binding.ports.first ?? Infinity) <= last; next++) {
      yield [one, sorted[next] as Placed]
    }
  }
}

function standInTheWay(one: Placed, other: Placed): boolean {
  return one.alike === other.alike || collide(one.binding, other.binding)
}
