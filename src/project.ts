import { existsSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { UsageError } from './errors.js'
import { unknownName } from './lookup.js'
import { loadSchemaFile } from './schema/file.js'
import { openSchema, type Project } from './schema/index.js'
import { findRoot, type Root, rootAt, SCHEMA_FILES } from './schema/root.js'
import { visible } from './text.js'

/**
 * Finds a project's root and reads its schema.
 * @param folder the root that a flag names; undefined to look upward from the working directory
 * @param set names that must be settings
 * @throws UsageError where there is no schema, or a name is no setting's; ConfigError where the schema is bad
 */
export async function openProject(
  cwd: string,
  folder: string | undefined,
  set: Iterable<string>,
): Promise<Project> {
  const { root, schema } = locate(cwd, folder)
  const shown = relative(root, schema).split(sep).join('/')
  const project = openSchema(await loadSchemaFile(schema, shown), root, dirname(schema))
  for (const name of set) {
    const problem = unknownName(name, project.stack)
    if (problem !== null) throw new UsageError(`--set: ${problem.message}`, problem.help)
  }
  return project
}

function locate(cwd: string, folder: string | undefined): { root: string; schema: string } {
  const named = folder === undefined ? null : resolve(cwd, folder)
  if (folder === '' || (named !== null && !existsSync(named))) {
    const help = 'write --root with a folder that has a schema'
    throw new UsageError(`there is no folder ${folder === '' ? '""' : visible(folder ?? '')}`, help)
  }
  const found = named === null ? findRoot(cwd) : rootAt(named)
  if (found !== null && found.schema !== null) return { root: found.root, schema: found.schema }
  const help = `write ${SCHEMA_FILES[0]}, or name yours in package.json:\n${STARTER}`
  throw new UsageError(noSchema(found, folder), help)
}

function noSchema(found: Root | null, folder: string | undefined): string {
  if (found !== null) return 'the schema that package.json names under portolan.schema is not there'
  return folder === undefined ? 'no schema here or in a folder above' : `no schema in ${visible(folder)}`
}

const STARTER = `
    import { defineSchema, port } from 'portolan'

    export default defineSchema({
      core: { backend: port('BACKEND_PORT', 8203, 'Backend API') },
    })`
