import { realpathSync } from 'node:fs'
import { relativeTo } from '../path.js'
import { importsFrom, schemaFrom } from '../schema/file.js'
import { openSchema, type Project } from '../schema/index.js'
import { locate } from '../schema/locate.js'
import { evaluatorOf, isUnder } from '../schema/run.js'
import type { Surroundings } from './surroundings.js'

/** A project, its schema's file, absolute, and the files that the schema is made of as they were read, by absolute path. */
export interface Read {
  readonly project: Project
  readonly schema: string
  readonly sources: ReadonlyMap<string, string>
}

/**
 * Reads a project by the program's rules, each time anew: a server that runs for hours outlives many edits of the schema,
 * and Node keeps the modules that it has loaded.
 * @param folder the root that the user names; undefined to look upward from the working directory
 * @throws UsageError where there is no schema, ConfigError where it is bad
 */
export async function readProject({ cwd, schemaEnv, self }: Surroundings, folder: string | undefined): Promise<Read> {
  const { root, schema } = locate(cwd, folder, self)
  const path = realpathSync(schema)
  const sources = new Map<string, string>()
  const run = async () => {
    const evaluate = await evaluatorOf(path, isUnder(realpathSync(root)))
    const evaluation = await evaluate(new Map())
    for (const [source, text] of evaluation.sources) sources.set(source, text)
    return evaluation.exported
  }
  const exported = await schemaFrom(run, schema, relativeTo(root, schema), schemaEnv)
  return { project: openSchema(exported, root, importsFrom(schema), schemaEnv), schema, sources }
}
