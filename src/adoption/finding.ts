import type { Role } from '../model.js'
import type { Claim } from './claim.js'
import type { Kind } from './mention.js'

/** A setting as the project has it today. */
export interface Finding {
  readonly name: string
  readonly kind: Kind
  /** What the schema is to say: digits, or a URL or host, which may refer to other findings (`${BACKEND_PORT}`). */
  readonly text: string
  /** How many ports in a row. */
  readonly count: number
  readonly doc: string
  /** As the project calls it; null where it says nothing. */
  readonly group: string | null
  readonly role: Role | null
  /** What lists of every port call it, where that is not what its name says; null where it is. */
  readonly service: string | null
  /** Whether a browser build is handed it under a prefix. */
  readonly isPublic: boolean
  /** What is in use where no mode is chosen and nothing is set, references filled in. */
  readonly inUse: string
  /** Where that stands. */
  readonly from: Claim
  /** Everything that the project says of it, in the order met. */
  readonly claims: readonly Claim[]
}

/** Places of a project that disagree about one setting. */
export interface Conflict {
  readonly name: string
  /** What is taken. */
  readonly taken: Claim
  /** What says something else, each text once. */
  readonly others: readonly Claim[]
  /** Whether nothing tells which of them runs. */
  readonly isOpen: boolean
}
