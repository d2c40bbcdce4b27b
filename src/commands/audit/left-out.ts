import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { isLayer } from '../../env-file/names.js'
import { relativeTo } from '../../path.js'
import { SCHEMA_FILES } from '../../schema/root.js'
import { isTemporary } from '../../writer/temporary.js'
import type { Opened } from '../command.js'

/** Lists of packages with their versions and digests, code for machines, and maps of it. */
const MACHINES =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb|go\.sum|[^/]*\.lock|[^/]*[.-]min\.[cm]?(?:js|css)|[^/]*\.map)$/

/**
 * Whether an absolute path is not for the audit: the schema, which is where ports are written; the layers, which
 * override them; what `config generate` keeps, and what it had in hand when it was killed; what nobody edits.
 * @param root without a link on the way
 * @param baseline absolute; null without one
 */
export function leftOutOf(
  root: string,
  opened: Pick<Opened, 'project' | 'schemaFile'>,
  baseline: string | null,
): (path: string) => boolean {
  const { targets } = opened.project.stack
  // Beside the marked places of a README, and in them, ports are told apart line by line.
  const whole = [...targets].filter(([target]) => target !== 'docs')
  const generated = whole.flatMap(([, files]) => files.map(({ path }) => path))
  const own = [...schemaPaths(opened), ...(baseline === null ? [] : [baseline])]
  const named = new Set([...generated, ...own.map((path) => relativeTo(root, realpathSync(path)))])
  return (absolute) => {
    const path = absolute.slice(root.length + 1)
    return named.has(path) || MACHINES.test(path) || isLayer(path) || isTemporary(path)
  }
}

/** The schema's file, and the folder `schema` where it stands there, which it may share with its parts. */
function schemaPaths({ project, schemaFile }: Pick<Opened, 'project' | 'schemaFile'>): string[] {
  const isUsual = SCHEMA_FILES.includes(relativeTo(project.root, schemaFile))
  return isUsual ? [schemaFile, dirname(schemaFile)] : [schemaFile]
}
