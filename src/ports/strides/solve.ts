import { type CopiedPorts, inCopies } from './copied.js'
import { forbiddenOffsets } from './forbidden.js'
import { rules } from './rules.js'
import { strides } from './strides.js'

/** The strides that keep so many copies of the stack apart. */
export interface Strides {
  readonly smallest: number
  /** The one that ends in the most zeros; of several the smallest. */
  readonly round: number
}

/** How many zeros a port can end in. */
const MOST_ZEROS = 4

/** Null where no stride does. */
export function solveStride(all: readonly CopiedPorts[], count: number): Strides | null {
  const holds = holding(all, count)
  const smallest = firstAmong(strides(1), holds)
  const round = roundNumbers().map((step) => firstAmong(strides(step), holds))
  const roundest = round.find((stride) => stride !== null) ?? null
  return smallest === null || roundest === null ? null : { smallest, round: roundest }
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
    if (solveStride(all, middle) === null) impossible = middle
    else possible = middle
  }
  return possible
}

/** The strides that are as round as a stride or rounder, and beside which it was chosen, in ascending order. */
export function roundRivals(stride: number): number[] {
  const step = roundNumbers().find((power) => stride % power === 0) ?? 1
  return strides(step).filter((rival) => rival < stride || rival % (step * 10) === 0)
}

/** 10,000, 1,000, ... 1 */
function roundNumbers(): number[] {
  return Array.from({ length: MOST_ZEROS + 1 }, (_, zeros) => 10 ** (MOST_ZEROS - zeros))
}

function firstAmong(candidates: readonly number[], holds: (stride: number) => boolean): number | null {
  return candidates.find(holds) ?? null
}
