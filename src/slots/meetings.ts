import { overlap } from '../ports/range.js'
import type { Holding, UsedPorts } from './model.js'

/** Whose ports are others' too. */
type Holder = Pick<Holding, 'ports'>

/** Ports of two checkouts of which at least one is the same. */
export interface Meeting<Other extends Holder = Holding> {
  readonly own: UsedPorts
  readonly theirs: UsedPorts
  readonly holder: Other
}

/** Where ports are also others', on whatever address each listens. */
export function meetingsOf<Other extends Holder>(
  ports: readonly UsedPorts[],
  others: readonly Other[],
): Meeting<Other>[] {
  return others.flatMap((holder) =>
    ports.flatMap((own) => holder.ports.flatMap((theirs) => (isShared(own, theirs) ? { own, theirs, holder } : []))),
  )
}

/** Those of some ports that a record does not have. */
export function beyond(recorded: readonly UsedPorts[], ports: readonly UsedPorts[]): UsedPorts[] {
  return ports.filter((one) => !recorded.some((other) => covers(other, one)))
}

function isShared(one: UsedPorts, other: UsedPorts): boolean {
  if (one.fixed && other.fixed) return false
  return one.protocol === other.protocol && overlap(one, other)
}

function covers(record: UsedPorts, { protocol, first, last }: UsedPorts): boolean {
  return record.protocol === protocol && record.first <= first && record.last >= last
}
