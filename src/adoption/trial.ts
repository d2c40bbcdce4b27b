import { join } from 'node:path'
import { ConfigError } from '../errors.js'
import { resolveProject } from '../load.js'
import type { Problem, Resolution } from '../model.js'
import { problemOf } from '../problem.js'
import { importsFrom, loadSchemaFile, schemaIn } from '../schema/file.js'
import { openSchema, type Project } from '../schema/index.js'
import { evaluatorOf } from '../schema/run.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import type { Finding } from './finding.js'
import type { Adoption } from './index.js'
import { filled, type Values } from './reconcile/addresses.js'

/** A schema that was tried. */
export interface Trial {
  readonly project: Project
  /** Absolute. */
  readonly schemaFile: string
  /** What the schema and the layers come to where no mode is chosen and the environment says nothing. */
  readonly resolution: Resolution
}

/**
 * Loads the schema that a project is to get, from memory, and compares what it comes to with what was found; one that the
 * project has is loaded as every verb does.
 * @throws ConfigError where it does not load, or comes to something else
 */
export async function tried(root: string, schema: string, adoption: Adoption, world: World): Promise<Trial> {
  const schemaFile = join(root, schema)
  const text = adoption.changes.find(({ path }) => path === schema)?.text
  const exported =
    text === undefined
      ? await loadSchemaFile(schemaFile, schema, root, world)
      : schemaIn((await (await evaluatorOf(schemaFile, () => false))(new Map([[schemaFile, text]]))).exported, schema)
  const project = openSchema(exported, root, importsFrom(schemaFile), world.schemaEnv)
  const resolution = resolveProject(project, { ...world, env: {} }, {})
  const values = new Map(adoption.findings.map(({ name, inUse }) => [name, inUse]))
  const differences = adoption.findings.flatMap((finding) => differenceOf(finding, values, resolution))
  if (differences.length > 0) throw new ConfigError(differences)
  return { project, schemaFile, resolution }
}

/** What would not be as it is, but for values that are bad in the project's own files. */
function differenceOf(finding: Finding, values: Values, { resolved }: Resolution): Problem[] {
  const { name, inUse } = finding
  const found = resolved.get(name)
  const wanted = filled(inUse, values)
  if (found?.problem || wanted === null || found?.text === wanted) return []
  const is = found?.text ?? 'unset'
  const message = `${name} is ${visible(wanted)} in the project, and would be ${found?.secret ? 'another' : visible(is)}`
  const help = 'nothing was written; write schema/ by hand, and report this as a mistake of config init'
  const { path, line, column } = finding.from.place
  return [problemOf('schema', message, help, { setting: name, origin: { layer: 'file', path, line, column } })]
}
