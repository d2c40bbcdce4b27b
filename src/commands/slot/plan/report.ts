import { MASK } from '../../../display.js'
import type { Plan } from '../../../planning/plan.js'
import { type CopiedPorts, inCopies, shiftedBy } from '../../../ports/strides/copied.js'
import type { Failure } from '../../../ports/strides/failures.js'
import { rules } from '../../../ports/strides/rules/index.js'
import { placeText } from '../../../ports/strides/wording.js'
import type { Shown } from './text.js'

/** A plan as JSON has it. */
export function planReport(plan: Plan, { copies, reveal, declaration }: Shown) {
  const { count, strides, most, committed, proven } = plan
  const { ports, unplanned, problems } = copies
  const reasons = (failures: readonly Failure[]) => failures.map((failure) => reasonReport(failure, reveal))
  return {
    count,
    smallest: strides === null ? null : { stride: strides.smallest },
    round: strides === null ? null : { stride: strides.round },
    most: most === null ? null : { count: most.count, smallest: most.strides.smallest, round: most.strides.round },
    committed:
      committed === null
        ? null
        : {
            stride: committed.stride,
            count: committed.count,
            holds: committed.holds,
            suffices: committed.suffices,
          },
    proof: proven === null ? null : { stride: proven, ...proofReport(ports, proven, count, reveal) },
    eliminated: reasons(plan.eliminated),
    smaller: { reasons: reasons(plan.smaller.failures), more: plan.smaller.more },
    rounder: { reasons: reasons(plan.rounder.failures), more: plan.rounder.more },
    unplanned,
    write: declaration === null ? null : { path: declaration.path, line: declaration.line },
    problems,
  }
}

function reasonReport(failure: Failure, reveal: boolean) {
  const { strides, rule, apart } = failure
  const [first = 0] = strides
  const message = placeText(failure, { stride: first, apart }, reveal)
  return { first, last: strides.at(-1), strides: strides.length, rule: rule.name, message }
}

function proofReport(ports: readonly CopiedPorts[], stride: number, count: number, reveal: boolean) {
  return {
    copies: Array.from({ length: count }, (_, slot) => ({
      slot,
      ports: inCopy(ports, slot).map((one) => portReport(one, slot * stride, reveal)),
    })),
    rules: rules.map((rule) => ({
      rule: rule.name,
      summary: rule.summary,
      checked: rule.checked(ports, count).number,
    })),
  }
}

function inCopy(ports: readonly CopiedPorts[], slot: number): CopiedPorts[] {
  return inCopies(ports, slot + 1).filter(({ of }) => typeof of !== 'number' || of === slot)
}

function portReport({ name, mode, ports, protocol, of, secret }: CopiedPorts, offset: number, reveal: boolean) {
  const { first, last } = shiftedBy(ports, of === 'shifted' ? offset : 0)
  return {
    name,
    mode,
    port: secret && !reveal ? MASK : first,
    count: last - first + 1,
    protocol,
    shifted: of !== 'same',
  }
}
