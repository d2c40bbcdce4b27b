import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The names that a schema may have below `schema/`, the first that exists is taken. */
export const SCHEMA_FILES = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map(
  (ending) => `schema/index.${ending}`,
)

/** A folder with a schema. Both paths are absolute; `schema` is null where the folder names one that is not there. */
export interface Root {
  readonly root: string
  readonly schema: string | null
}

/**
 * The nearest folder upward that has `schema/index.*` or a `portolan` key in its package.json, not above the git root.
 * Null where there is none.
 */
export function findRoot(cwd: string): Root | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = rootAt(folder)
    if (found !== null) return found
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null
  }
}

/** What a folder says of its schema, or null where it says nothing. */
export function rootAt(folder: string): Root | null {
  const named = namedSchema(folder)
  const standard = SCHEMA_FILES.map((name) => join(folder, name)).find(isFile)
  if (named === null) return standard === undefined ? null : { root: folder, schema: standard }
  const path = named === '' ? standard : resolve(folder, named)
  return { root: folder, schema: path !== undefined && isFile(path) ? path : null }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The path under `portolan.schema` in package.json; empty where `portolan` names none, null without `portolan`. */
function namedSchema(folder: string): string | null {
  let text: string
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8')
  } catch {
    return null
  }
  if (!text.includes('"portolan"')) return null
  const parsed = parse(text)
  if (parsed?.portolan === undefined) return null
  const { schema } = (parsed.portolan ?? {}) as { schema?: unknown }
  return typeof schema === 'string' ? schema : ''
}

/** npm itself reports a package.json that is no JSON; here it only names no schema. */
function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
