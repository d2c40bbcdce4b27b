import { type CopiedPorts, inCopies } from './copied.js'
import { forbiddenOffsets } from './forbidden.js'
import { rules } from './rules/index.js'
import { ALWAYS, type Clash, type Offsets, type Rule } from './rules/rule.js'
import { strides } from './strides.js'

/** What is broken, and by what. */
export interface Breach {
  readonly rule: Rule
  readonly clash: Clash
}

/** Strides that do not do, for one reason. */
export interface Failure extends Breach {
  /** In ascending order. */
  readonly strides: readonly number[]
  /** How many copies apart from each other the ports are that meet, with the first of the strides. */
  readonly apart: number
}

export interface Failures {
  readonly failures: readonly Failure[]
  /** How many strides do not do for further reasons. */
  readonly more: number
}

/**
 * Why strides do not do, as many as possible for one reason; those that do are left out.
 * @param candidates in ascending order
 * @param most how many reasons are told
 */
export function failuresOf(
  candidates: readonly number[],
  all: readonly CopiedPorts[],
  count: number,
  most: number,
): Failures {
  const copies = inCopies(all, count)
  const isForbidden = forbiddenOffsets(copies, rules)
  const broken = candidates.flatMap((stride) => {
    const apart = firstForbidden(stride, count, isForbidden)
    return apart === null ? [] : { stride, apart }
  })
  const failures: Failure[] = []
  let at = 0
  while (at < broken.length && failures.length < most) {
    const { stride, apart } = broken[at] as (typeof broken)[number]
    const runs = breachesAt(stride * apart, copies).map((breach) => ({
      breach,
      end: endOfRun(broken, at, breach.clash.offsets, count),
    }))
    const end = Math.max(...runs.map((run) => run.end))
    const { breach } = runs.find((run) => run.end === end) as (typeof runs)[number]
    failures.push({ ...breach, apart, strides: broken.slice(at, end).map((one) => one.stride) })
    at = end
  }
  return { failures, more: broken.length - at }
}

/**
 * Why no stride at all does: for each rule the strides that it takes of those that the rules before it leave. A rule for
 * each port by itself takes most, and comes before that for pairs. What no stride changes is told alone.
 */
export function eliminationsOf(all: readonly CopiedPorts[], count: number): Failure[] {
  const copies = inCopies(all, count)
  const always = breachesAt(1, copies).find(({ clash }) => clash.offsets === ALWAYS)
  if (always !== undefined) return [{ ...always, apart: 1, strides: strides(1) }]
  let left = strides(1)
  return [...rules].reverse().flatMap((rule) => {
    const isForbidden = forbiddenOffsets(copies, [rule])
    const taken = left.filter((stride) => firstForbidden(stride, count, isForbidden) !== null)
    const [first] = taken
    if (first === undefined) return []
    left = left.filter((stride) => firstForbidden(stride, count, isForbidden) === null)
    const apart = firstForbidden(first, count, isForbidden) ?? 1
    const [clash] = rule.clashesAt(first * apart, copies)
    return clash === undefined ? [] : { rule, clash, apart, strides: taken }
  })
}

/** A breach, and how many copies apart the ports are that meet, or from copy 0. */
export interface PlacedBreach {
  readonly breach: Breach
  readonly apart: number
}

/** Every breach of a stride, by how many copies the ports are apart that meet. */
export function breachesOf(stride: number, all: readonly CopiedPorts[], count: number): PlacedBreach[] {
  const copies = inCopies(all, count)
  const isForbidden = forbiddenOffsets(copies, rules)
  const distances = Array.from({ length: count - 1 }, (_, index) => index + 1)
  return distances
    .filter((apart) => isForbidden(apart * stride))
    .flatMap((apart) => breachesAt(apart * stride, copies).map((breach) => ({ breach, apart })))
}

function firstForbidden(stride: number, count: number, isForbidden: (offset: number) => boolean): number | null {
  for (let apart = 1; apart < count; apart++) if (isForbidden(apart * stride)) return apart
  return null
}

function breachesAt(offset: number, all: readonly CopiedPorts[]): Breach[] {
  return rules.flatMap((rule) => rule.clashesAt(offset, all).map((clash) => ({ rule, clash })))
}

/** Where the first stride behind some place is that does not put a copy within the offsets. */
function endOfRun(broken: readonly { readonly stride: number }[], start: number, offsets: Offsets, count: number) {
  let end = start
  while (end < broken.length && reaches((broken[end] as { stride: number }).stride, offsets, count)) end += 1
  return Math.max(end, start + 1)
}

/** Whether some copy but copy 0 lies within the offsets. */
function reaches(stride: number, { from, to }: Offsets, count: number): boolean {
  const copies = Math.max(1, Math.ceil(from / stride))
  return copies < count && copies * stride <= to
}
