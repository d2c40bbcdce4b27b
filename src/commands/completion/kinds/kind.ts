import type { Project } from '../../../schema/index.js'
import type { Command } from '../../command.js'
import type { Offer } from '../offer.js'

/** What is known where a word is asked for. */
export interface Question {
  /** Null where a flag before the verb asks. */
  readonly command: Command | null
  /** The verb's words before it. */
  readonly given: readonly string[]
  /** What is written of it so far, as the shell has it. */
  readonly written: string
  /** The project, without its layers: no value is read for a completion. Null where there is none that can be read. */
  project(): Promise<Project | null>
  /** The folder with the schema and the .env files, whatever the schema is like; null where there is none. */
  root(): string | null
}

/** A kind of word, as usages and flags name it in capitals. */
export type Kind = (question: Question) => Offer | Promise<Offer>
