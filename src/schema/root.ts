import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Unreadable, unfitness } from '../regular-file/unreadable.js'
import { visible } from '../text.js'
import { isThere } from '../there.js'
import { FORM, LARGEST, type Mistake, namedSchema } from './package-json.js'

/** The names that a schema may have below `schema/`, the first that exists is taken. */
export const SCHEMA_FILES = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map((ending) => `schema/index.${ending}`)

const NO_STANDARD: Unreadable = { reason: 'has `portolan`, but there is no schema/index.*', help: FORM }

/** A folder with a schema, absolute. */
export type Root = Found | Mistaken

interface Found {
  readonly root: string
  /** The schema's file, absolute. */
  readonly schema: string
}

/** A folder that says it has a schema, but has none that can be read. */
interface Mistaken {
  readonly root: string
  readonly schema: null
  readonly message: string
  readonly help: string
  /** Whether the folder may be no root: its package.json cannot be read. */
  readonly isDoubtful: boolean
}

/**
 * The nearest folder upward that has `schema/index.*` or a `portolan` key in its package.json, not above the git root.
 * One that is there but cannot be read is a mistake, and not passed over: what lies further up is another project.
 * Null where there is none.
 */
export function findRoot(cwd: string): Root | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = rootAt(folder)
    if (found !== null) return found
    if (isThere(join(folder, '.git')) || dirname(folder) === folder) return null
  }
}

/** What a folder says of its schema, or null where it says nothing. */
export function rootAt(folder: string): Root | null {
  const named = namedSchema(folder)
  if (named !== null && 'reason' in named) return mistaken(folder, visible(join(folder, 'package.json')), named)
  if (named !== null && named.path !== null) return rootWith(folder, resolve(folder, named.path), named.path)
  const standard = standardSchema(folder)
  if (standard !== null) return rootWith(folder, standard, null)
  return named === null ? null : mistaken(folder, 'package.json', NO_STANDARD)
}

/** @param named the schema's path as package.json has it; null where it has a standard name */
function rootWith(root: string, schema: string, named: string | null): Root {
  const wrong = isThere(schema) ? unfitness(schema, LARGEST) : { reason: 'is not there', help: FORM }
  if (wrong === null) return { root, schema }
  const shown = named === null ? visible(schema) : `${visible(named)}, which package.json names under portolan.schema,`
  return mistaken(root, shown, wrong)
}

function mistaken(root: string, shown: string, { reason, help, isDoubtful = false }: Mistake): Mistaken {
  return { root, schema: null, message: `${shown} ${reason}`, help, isDoubtful }
}

/** The first of the standard names that is there, whatever it is; the folder `schema` itself where it cannot be asked. */
function standardSchema(folder: string): string | null {
  const parent = join(folder, 'schema')
  try {
    if (!statSync(parent).isDirectory()) return null
  } catch {
    return isThere(parent) ? parent : null
  }
  return SCHEMA_FILES.map((name) => join(folder, name)).find(isThere) ?? null
}
