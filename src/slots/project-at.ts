import { relativeTo } from '../path.js'
import { importsFrom, loadSchemaFile } from '../schema/file.js'
import { openSchema, type Project } from '../schema/index.js'
import { locate } from '../schema/locate.js'
import type { World } from '../world.js'

/**
 * Reads the schema of another checkout.
 * @param root its project's root
 * @throws UsageError where there is none, ConfigError where it is bad
 */
export async function projectAt(
  root: string,
  { schemaEnv, loadsAsUsual, self }: Pick<World, 'schemaEnv' | 'loadsAsUsual' | 'self'>,
): Promise<Project> {
  const { schema } = locate(root, root, self)
  const exported = await loadSchemaFile(schema, relativeTo(root, schema), root, { schemaEnv, loadsAsUsual })
  return openSchema(exported, root, importsFrom(schema), schemaEnv)
}
