import { type CopiedPorts, inCopies } from './copied.js'
import { forbiddenOffsets } from './forbidden.js'
import { rules } from './rules/index.js'
import { HIGHEST } from './rules/rule.js'
import { strides } from './strides.js'

/** The strides that keep so many copies of the stack apart. */
export interface Strides {
  readonly smallest: number
  /** The one that ends in the most zeros; of several the smallest. */
  readonly round: number
}

/** What strides are multiples of that end in zeros, the roundest first. */
const ROUND = [10_000, 1000, 100, 10]

/** Null where no stride does. */
export function solveStride(all: readonly CopiedPorts[], count: number): Strides | null {
  const holds = holding(all, count)
  const smallest = firstMultiple(1, holds)
  if (smallest === null) return null
  const round = ROUND.map((step) => firstMultiple(step, holds)).find((stride) => stride !== null)
  return { smallest, round: round ?? smallest }
}

/** Whether a stride keeps so many copies apart. */
function holding(all: readonly CopiedPorts[], count: number): (stride: number) => boolean {
  const isForbidden = forbiddenOffsets(inCopies(all, count), rules)
  return (stride) => {
    for (let copies = 1; copies < count; copies++) if (isForbidden(copies * stride)) return false
    return true
  }
}

/** The most copies, below a count, that some stride keeps apart. One copy is apart from all others. */
export function mostCopies(all: readonly CopiedPorts[], count: number): number {
  let [possible, impossible] = [1, count]
  while (impossible - possible > 1) {
    const middle = (possible + impossible) >> 1
    if (firstMultiple(1, holding(all, middle)) === null) impossible = middle
    else possible = middle
  }
  return possible
}

/** The strides that are as round as a stride and smaller, or rounder, in ascending order. */
export function roundRivals(stride: number): number[] {
  const step = ROUND.find((power) => stride % power === 0) ?? 1
  return strides(step).filter((rival) => rival < stride || rival % (step * 10) === 0)
}

/** The first multiple of a number that holds; null where none does. */
function firstMultiple(step: number, holds: (stride: number) => boolean): number | null {
  for (let stride = step; stride <= HIGHEST; stride += step) if (holds(stride)) return stride
  return null
}
