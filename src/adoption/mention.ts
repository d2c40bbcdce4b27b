import type { Role } from '../model.js'

/** What a place in a project says of one setting: nothing of the project is run to find it out. */
export interface Mention {
  /** Its environment variable, `BACKEND_PORT`. */
  readonly name: string
  /** Whether that name stands in the project; false where it was made of a service's, a package's or an image's. */
  readonly isNamed: boolean
  readonly kind: Kind
  /** As it would stand in an .env file, expansions included (`http://localhost:${BACKEND_PORT}`); null where only the name is read. */
  readonly text: string | null
  /** How many ports in a row, of which `text` is the first. Absent: 1. */
  readonly count?: number
  /** How much it decides what runs. */
  readonly weight: Weight
  /** Of a comment or a service's name, one line; null where there is none. */
  readonly doc: string | null
  /** Of a section's comment, or the folder of a package; null where the place has none. */
  readonly group: string | null
  /** Null where the place tells nothing of who calls it. */
  readonly role: Role | null
  /** Whether something calls the port on this machine, so that it fails where nothing listens there. Absent: no. */
  readonly isCalled?: boolean
  /** The URL that it stands in for where a caller of a function says so. Absent: none. */
  readonly variant?: Variant
  /** What a list of every port calls it. Absent: as every list does. */
  readonly service?: string
  readonly place: Place
}

export type Kind = 'port' | 'url' | 'host'

/** `get_llm_url(use_optimized=False)`: which URL a function gives otherwise, and for what. */
export interface Variant {
  /** The setting that it is otherwise: `LLM_URL`. */
  readonly of: string
  readonly parameter: string
  readonly when: boolean
}

/**
 * - `fixed`: what runs uses the text, whatever the environment says (a constant, `--port 3000`, a published `8203:80`)
 * - `layer`: an .env file says so
 * - `fallback`: what runs uses it where the environment says nothing (`os.getenv('X', '8203')`, `${X:-8203}`)
 * - `hint`: something else relies on it (`EXPOSE`, an nginx upstream), or only reads the name
 */
export type Weight = 'fixed' | 'layer' | 'fallback' | 'hint'

/** Where a mention stands. Line and column count from 1, the column in UTF-16 units. */
export interface Place {
  /** Relative to the root, with `/`. */
  readonly path: string
  readonly line: number
  readonly column: number
}
