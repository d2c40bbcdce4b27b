import type { Bundler } from '../../bundlers/bundler.js'
import type { EnvText } from '../../bundlers/reading/sight.js'
import type { Resolution } from '../../model.js'

/** A bundler in a mode, and what it is started with. */
export interface Reader {
  readonly bundler: Bundler
  /** The bundler's, as far as that is known. */
  readonly version: string
  readonly mode: string
  /** What the names of the variables begin with that its pages see. */
  readonly prefixes: readonly string[]
  /** Its files that are there, nearest first. */
  readonly files: readonly EnvText[]
  readonly resolution: Resolution
  /** The environment that `config exec` hands on. */
  readonly handed: ReadonlyMap<string, string>
  /** The environment without it; null where a start without it is not asked about. */
  readonly plain: ReadonlyMap<string, string> | null
}
