import { realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { isEnvFile } from '../../env-files.js'
import type { Stack } from '../../model.js'
import { relativeTo } from '../../path.js'
import { SCHEMA_FILES } from '../../schema/root.js'

/** The schema of any project: one may hold others. */
const SCHEMA = new RegExp(`(?:^|/)(?:${SCHEMA_FILES.join('|')})$`)
/** Lists of packages with their versions and digests, code for machines, and maps of it. */
const MACHINES =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb|go\.sum|[^/]*\.lock|[^/]*[.-]min\.[cm]?(?:js|css)|[^/]*\.map)$/

/**
 * Whether an absolute path is not for the audit: schemas, which is where ports are written; the layers, which
 * override them; what `config generate` keeps; what nobody edits.
 * @param root without a link on the way
 * @param baseline relative to the root; null without one
 */
export function leftOutOf(
  root: string,
  schemaFile: string,
  { targets }: Stack,
  baseline: string | null,
): (path: string) => boolean {
  const schema = relativeTo(root, realpathSync(schemaFile))
  const isFolder = /^index\./.test(basename(schema)) && schema.includes('/')
  const generated = [...targets.values()].flatMap((files) => files.map(({ path }) => path))
  const named = new Set([isFolder ? dirname(schema) : schema, ...generated, ...(baseline === null ? [] : [baseline])])
  return (absolute) => {
    const path = absolute.slice(root.length + 1)
    return named.has(path) || SCHEMA.test(path) || MACHINES.test(path) || isEnvFile(path)
  }
}
