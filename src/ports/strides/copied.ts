import type { Role } from '../../model.js'
import type { Protocol } from '../machine.js'
import type { PortRange } from '../range.js'

/** Ports of the stack, as its copies on one machine have them. */
export interface CopiedPorts {
  /** The setting. */
  readonly name: string
  /** The mode that has them; null where no mode is needed. */
  readonly mode: string | null
  /** Those of copy 0; of what is of one copy alone, those of that copy. */
  readonly ports: PortRange
  readonly protocol: Protocol
  readonly role: Role
  /** Whether the numbers must not be shown. */
  readonly secret: boolean
  /** `shifted` by one stride more in each copy, the `same` in every copy; or of one copy alone, by its number. */
  readonly of: 'shifted' | 'same' | number
}

/** The ports of the copies from 0 to one below a count. */
export function inCopies(all: readonly CopiedPorts[], count: number): CopiedPorts[] {
  return all.filter(({ of }) => typeof of !== 'number' || of < count)
}

/** Those that some copy has and copy 0 has not: a stride says where they lie, but for those of one copy alone. */
export function ofLaterCopies(all: readonly CopiedPorts[]): CopiedPorts[] {
  return all.filter(({ of }) => of !== 'same' && of !== 0)
}

export function isShifted({ of }: CopiedPorts): boolean {
  return of === 'shifted'
}

/** So much further up. */
export function shiftedBy({ first, last }: PortRange, offset: number): PortRange {
  return { first: first + offset, last: last + offset }
}
