import type { SlotFacts } from '../model.js'
import type { CopiedPorts } from '../ports/strides/copied.js'
import { eliminationsOf, type Failure, type Failures, failuresOf } from '../ports/strides/failures.js'
import { mostCopies, roundRivals, type Strides, solveStride } from '../ports/strides/solve.js'
import { strides } from '../ports/strides/strides.js'

/** A screen has some more lines than this. */
const MOST_REASONS = 20

/** What a schema says of its copies, and what comes of it. */
export interface Committed extends SlotFacts {
  /** Whether the stride keeps as many copies apart as the schema says. */
  readonly holds: boolean
  /** Whether it keeps as many apart as are asked for. */
  readonly suffices: boolean
  /** Why it does not keep apart as many as the schema says; where it does, why not as many as are asked for; else null. */
  readonly failure: Failure | null
}

/** What is known of the strides for so many copies of a stack. */
export interface Plan {
  readonly count: number
  /** Null where none keeps so many copies apart. */
  readonly strides: Strides | null
  /** Where none does: how many copies there can be, and their strides; null where two are too many. */
  readonly most: { readonly count: number; readonly strides: Strides } | null
  /** Null where the schema has no slot. */
  readonly committed: Committed | null
  /** The stride to look at: the committed one where it does, else the round one; null where there is none. */
  readonly proven: number | null
  /** What the schema should say; null where it says it, and where nothing does. */
  readonly wanted: SlotFacts | null
  /** Where no stride does: for each rule the strides that it takes of those that others leave. */
  readonly eliminated: readonly Failure[]
  /** Why no stride does that is smaller than the smallest. */
  readonly smaller: Failures
  /** Why none does that is as round as the round one and smaller, or rounder. */
  readonly rounder: Failures
}

export function planOf(ports: readonly CopiedPorts[], count: number, facts: SlotFacts | null): Plan {
  const solved = solveStride(ports, count)
  const committed = facts === null ? null : judged(ports, count, facts)
  const most = solved === null ? mostCopies(ports, count) : count
  const atMost = solved === null && most > 1 ? solveStride(ports, most) : null
  const why = (rivals: readonly number[]) => failuresOf(rivals, ports, count, MOST_REASONS)
  const proven = committed?.suffices ? committed.stride : (solved?.round ?? null)
  const isEnough = committed?.holds && committed.suffices && committed.count >= count
  return {
    ...{ count, strides: solved, committed, proven },
    most: atMost === null ? null : { count: most, strides: atMost },
    wanted: proven === null || isEnough ? null : { stride: proven, count },
    eliminated: solved === null ? eliminationsOf(ports, count) : [],
    smaller: why(solved === null ? [] : strides(1).slice(0, solved.smallest - 1)),
    rounder: why(solved === null ? [] : roundRivals(solved.round)),
  }
}

function judged(ports: readonly CopiedPorts[], count: number, facts: SlotFacts): Committed {
  const failureFor = (copies: number) => failuresOf([facts.stride], ports, copies, 1).failures[0] ?? null
  const [own, asked] = [failureFor(facts.count), failureFor(count)]
  const { stride } = facts
  return { stride, count: facts.count, holds: own === null, suffices: asked === null, failure: own ?? asked }
}

/** Whether so many copies can be had, and what is committed holds. */
export function isSound({ strides: solved, committed }: Plan): boolean {
  return solved !== null && (committed === null || (committed.holds && committed.suffices))
}
