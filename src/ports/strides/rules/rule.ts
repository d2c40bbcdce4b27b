import type { RefusedPort } from '../../refused.js'
import type { CopiedPorts } from '../copied.js'

/** The last offset that two ports can be apart, and more. */
export const HIGHEST = 65_535

/** Offsets from one copy to a later one, both ends included, from 1. */
export interface Offsets {
  readonly from: number
  readonly to: number
}

/** What keeps a later copy from lying at some offsets. */
export interface Clash {
  readonly ports: CopiedPorts
  /** What the ports meet: others, in a copy that is so far before; or a port that browsers refuse. Else null. */
  readonly met: CopiedPorts | RefusedPort | null
  readonly offsets: Offsets
}

/** What must hold for the ports of every copy but copy 0. */
export interface Rule {
  readonly name: 'apart' | 'refused' | 'ephemeral' | 'highest'
  /** As in a line of the proof. */
  readonly summary: string
  /** Tells all offsets at which a copy breaks the rule; some may be told twice, and some may lie outside of 1-65535. */
  forbid(all: readonly CopiedPorts[], tell: (from: number, to: number) => void): void
  /** What breaks the rule at an offset, in schema order. */
  clashesAt(offset: number, all: readonly CopiedPorts[]): Clash[]
  /** How much is compared for so many copies, as in `1 port`. */
  checked(all: readonly CopiedPorts[], count: number): { readonly number: number; readonly noun: string }
}

/** The offsets of what no stride changes. */
export const ALWAYS: Offsets = { from: 1, to: HIGHEST }
