import { realpathSync } from 'node:fs'
import type { Opened } from '../commands/command.js'
import { ConfigError, UsageError } from '../errors.js'
import { relativeTo } from '../path.js'
import { importsFrom, loadSchemaFile, schemaIn } from '../schema/file.js'
import { openSchema } from '../schema/index.js'
import { loadProblem } from '../schema/load-problem.js'
import { locate } from '../schema/locate.js'
import { areOnDisk, sourcesOf } from '../schema/sources.js'
import { settingOf, unknownName } from '../stack/lookup.js'
import { isThere } from '../there.js'
import { stampOf } from '../watching/stamp.js'
import type { Environment, World } from '../world.js'

/**
 * Finds a project's root and reads its schema.
 * @param folder the root that a flag names; undefined to look upward from the working directory
 * @param set names that must be settings
 * @param isFollowed whether it is to be asked later if the schema has changed: what that may be made of is looked at first
 * @throws UsageError where there is no schema, or a name is no setting's; ConfigError where the schema is bad
 */
export async function openProject(
  { cwd, schemaEnv, loadsAsUsual, self }: World,
  folder: string | undefined,
  set: Iterable<string>,
  isFollowed: boolean,
): Promise<Opened> {
  const { root, schema } = locate(cwd, folder, self)
  const shown = relativeTo(root, schema)
  const sources = sourcesOf(schema, root)
  const stamp = isFollowed ? stampOf(sources) : null
  const exported = await loadSchemaFile(schema, shown, root, { schemaEnv, loadsAsUsual })
  const project = openSchema(exported, root, importsFrom(schema), schemaEnv)
  for (const name of set) {
    if (settingOf(name, project.stack) !== null) continue
    const { message, help } = unknownName(name, project.stack)
    throw new UsageError(`--set: ${message}`, help)
  }
  return { project, schemaFile: schema, sources, hasChanged: () => stamp === null || stampOf(sources) !== stamp }
}

/**
 * Reads a schema anew: Node keeps the modules that it has loaded, so it is run in memory. Of the modules outside of its
 * folder, it is then known which ones it is made of.
 * @throws ConfigError where it cannot be read or run, or is bad
 */
export async function reopenProject(root: string, schemaFile: string, schemaEnv: Environment): Promise<Opened> {
  const shown = relativeTo(root, schemaFile)
  const around = sourcesOf(schemaFile, root)
  const stamp = stampOf(around)
  try {
    if (!isThere(schemaFile)) throw new Error('it was taken away')
    const { evaluatorOf, isUnder } = await import('../schema/run.js')
    const evaluate = await evaluatorOf(realpathSync(schemaFile), isUnder(realpathSync(root)))
    const { exported, sources: texts } = await evaluate(new Map())
    const project = openSchema(schemaIn(exported, shown), root, importsFrom(schemaFile), schemaEnv)
    const sources = { ...around, files: [...new Set([...around.files, ...texts.keys()])] }
    return { project, schemaFile, sources, hasChanged: () => stampOf(around) !== stamp || !areOnDisk(texts) }
  } catch (error) {
    throw error instanceof ConfigError ? error : new ConfigError([loadProblem(error, schemaFile, shown, schemaEnv)])
  }
}
