import { grouped } from '../../grouped.js'
import type { Problem, Setting, SlotFacts } from '../../model.js'
import { type CopiedPorts, isShifted } from '../../ports/strides/copied.js'
import { breachesOf, type PlacedBreach } from '../../ports/strides/failures.js'
import { placeText } from '../../ports/strides/wording.js'
import { problemOf } from '../../problem.js'

/** A message that tells more is read by nobody. */
const MOST_TOLD = 5

/** A problem for each rule that the committed stride breaks. */
export function brokenRules(ports: readonly CopiedPorts[], facts: SlotFacts, slot: Setting): Problem[] {
  const byRule = grouped(breachesOf(facts.stride, ports, facts.count), ({ breach }) => breach.rule)
  const about = { setting: slot.name, origin: { layer: 'schema', path: slot.path } } as const
  const help = '`config slot plan` finds a stride that does, and says what to write into the schema'
  return [...byRule.values()].map((breaches) => problemOf('stride', messageOf(breaches, facts), help, about))
}

/** Of what meets in many copies the first are told, and all are counted. */
function messageOf(breaches: readonly PlacedBreach[], { stride, count }: SlotFacts): string {
  const places = distinct(breaches).map(({ breach, apart }) => placeText(breach, { stride, apart }, false))
  const told = [...new Set(places)].slice(0, MOST_TOLD)
  const times = breaches.map((breach) => timesOf(breach, count)).reduce((sum, one) => sum + one, 0)
  const more = times > told.length ? [`and ${times - told.length} more`] : []
  return `a stride of ${stride} does not keep ${count} copies apart: ${[...told, ...more].join('; ')}`
}

/** Each two that meet once. */
function distinct(breaches: readonly PlacedBreach[]): PlacedBreach[] {
  const pairs = new Map<unknown, Set<unknown>>()
  return breaches.filter(({ breach: { clash } }) => {
    const met = pairs.get(clash.ports) ?? new Set()
    pairs.set(clash.ports, met)
    return !met.has(clash.met) && met.add(clash.met)
  })
}

/** Of copies that are so far apart there are some pairs; from copy 0 only one is so far. */
function timesOf({ breach: { clash }, apart }: PlacedBreach, count: number): number {
  const { ports, met } = clash
  return met !== null && 'of' in met && isShifted(ports) && isShifted(met) ? count - apart : 1
}
