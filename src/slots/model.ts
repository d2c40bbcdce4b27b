import type { Checkout } from '../checkout/index.js'
import type { Protocol } from '../ports/machine.js'
import type { PortRange } from '../ports/range.js'
import type { Project } from '../schema/index.js'

/** A checkout, and the stack that it is a copy of. */
export interface Copy {
  readonly project: Project
  readonly checkout: Checkout
  /** The stack's name, as a file name. */
  readonly stack: string
}

/** A copy as far as it is known. */
export interface KnownCopy extends Omit<Copy, 'project'> {
  /** Null where the schema says nothing of slots: on this branch it is bad, has none, or is not there. */
  readonly project: Project | null
}

/** Ports that a checkout uses in some mode. */
export interface UsedPorts extends PortRange {
  /** The setting. */
  readonly name: string
  readonly protocol: Protocol
  /** Whether the numbers must not be shown. */
  readonly secret: boolean
  /** True for the port of one service for all copies of the stack (`shift: false`), which others may have as such, too. */
  readonly fixed?: true
}

/** A slot that a checkout holds, as the ledger records it. */
export interface Holding {
  readonly slot: number
  /** As in Checkout. */
  readonly checkout: string
  readonly branch: string | null
  /** When it was claimed, as ISO 8601 in UTC. */
  readonly claimed: string
  /** Of every mode, without repeats. */
  readonly ports: readonly UsedPorts[]
}

/** The holdings of one stack on this machine, by slot. A checkout has two where a claim of another was cut short. */
export type Ledger = readonly Holding[]
