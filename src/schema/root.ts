import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { visible } from '../text.js'

/** The names that a schema may have below `schema/`, the first that exists is taken. */
export const SCHEMA_FILES = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map((ending) => `schema/index.${ending}`)

/** A folder with a schema, absolute. */
export interface Root {
  readonly root: string
  /** The schema's file, absolute; null where it is not there. */
  readonly schema: string | null
  /** What is wrong with `portolan` in package.json, or null. */
  readonly mistake: string | null
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
  const standard = SCHEMA_FILES.map((name) => join(folder, name)).find(isFile) ?? null
  const named = namedSchema(folder)
  if (named === null) return standard === null ? null : { root: folder, schema: standard, mistake: null }
  if ('mistake' in named) return { root: folder, schema: null, mistake: named.mistake }
  if (named.path === null) {
    const mistake = standard === null ? 'package.json has `portolan`, but there is no schema/index.*' : null
    return { root: folder, schema: standard, mistake }
  }
  const path = resolve(folder, named.path)
  if (isFile(path)) return { root: folder, schema: path, mistake: null }
  const mistake = `there is no file ${visible(named.path)}, which package.json names under portolan.schema`
  return { root: folder, schema: null, mistake }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The path under `portolan.schema` in package.json, which may be absent; null without `portolan`. */
function namedSchema(folder: string): { path: string | null } | { mistake: string } | null {
  let text: string
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8')
  } catch {
    return null
  }
  if (!text.includes('"portolan"')) return null
  const { portolan } = parse(text) ?? {}
  if (portolan === undefined) return null
  const mistake = '`portolan` in package.json is not of the form { "schema": "path" }'
  if (typeof portolan !== 'object' || portolan === null) return { mistake }
  const { schema = null, ...others } = portolan as { schema?: unknown }
  const isPath = schema === null || (typeof schema === 'string' && schema !== '')
  return isPath && Object.keys(others).length === 0 ? { path: schema as string | null } : { mistake }
}

/** npm itself reports a package.json that is no JSON; here it only names no schema. */
function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
