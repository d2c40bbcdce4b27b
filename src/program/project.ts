import { readdirSync, realpathSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Opened } from '../commands/command.js'
import { ConfigError, UsageError } from '../errors.js'
import { settingOf, unknownName } from '../lookup.js'
import { relativeTo } from '../path.js'
import { problemOf } from '../problem.js'
import { importsFrom, loadSchemaFile } from '../schema/file.js'
import { openSchema } from '../schema/index.js'
import { findRoot, rootAt, SCHEMA_FILES } from '../schema/root.js'
import { shownWord, visible } from '../text.js'
import type { World } from '../world.js'

/**
 * Finds a project's root and reads its schema.
 * @param folder the root that a flag names; undefined to look upward from the working directory
 * @param set names that must be settings
 * @throws UsageError where there is no schema, or a name is no setting's; ConfigError where the schema is bad
 */
export async function openProject(
  { cwd, schemaEnv }: World,
  folder: string | undefined,
  set: Iterable<string>,
): Promise<Opened> {
  const { root, schema } = locate(cwd, folder)
  const shown = relativeTo(root, schema)
  const stamp = stampOf(schema)
  const exported = await loadSchemaFile(schema, shown, root, schemaEnv)
  const project = openSchema(exported, root, importsFrom(schema), schemaEnv)
  for (const name of set) {
    if (settingOf(name, project.stack) !== null) continue
    const { message, help } = unknownName(name, project.stack)
    throw new UsageError(`--set: ${message}`, help)
  }
  return { project, schemaFile: schema, hasChanged: () => stampOf(schema) !== stamp }
}

/**
 * Reads a schema that has changed since it was read: Node keeps the modules that it has loaded, so it is run in memory.
 * @throws ConfigError where that fails
 */
export async function reopenProject({ project, schemaFile }: Opened, { schemaEnv }: World): Promise<Opened> {
  const { root } = project
  const stamp = stampOf(schemaFile)
  try {
    const { evaluatorOf, isUnder } = await import('../edits/run-schema.js')
    const evaluate = await evaluatorOf(realpathSync(schemaFile), isUnder(realpathSync(root)))
    const { exported } = await evaluate(new Map())
    const again = openSchema(exported, root, importsFrom(schemaFile), schemaEnv)
    return { project: again, schemaFile, hasChanged: () => stampOf(schemaFile) !== stamp }
  } catch {
    const origin = { layer: 'file', path: relativeTo(root, schemaFile) } as const
    throw new ConfigError([problemOf('schema', 'the schema changed while config worked', 'run it again', { origin })])
  }
}

const MODULE = /\.(?:[cm]?[jt]s|json)$/

/** Tells the modules in a schema's folder as they are from what they are after any change. */
function stampOf(schema: string): string {
  const stats = [schema, ...modulesBeside(schema)].map((path) =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  )
  return stats.map((one) => `${one?.ino} ${one?.size} ${one?.mtimeNs}`).join('\n')
}

function modulesBeside(schema: string): string[] {
  const folder = dirname(schema)
  try {
    const names = readdirSync(folder).filter((name) => MODULE.test(name))
    return names.map((name) => join(folder, name))
  } catch {
    return []
  }
}

function locate(cwd: string, folder: string | undefined): { root: string; schema: string } {
  const named = folder === undefined ? null : resolve(cwd, folder)
  if (folder === '' || (named !== null && !isFolder(named))) {
    const help = 'write --root with a folder that has a schema'
    throw new UsageError(`there is no folder ${shownWord(folder ?? '')}`, help)
  }
  const found = named === null ? findRoot(cwd) : rootAt(named)
  if (found === null) {
    const where = folder === undefined ? `${visible(cwd)} or a folder above it` : visible(folder)
    const help = `write ${SCHEMA_FILES[0]}, or name yours in package.json:`
    throw new UsageError(`there is no schema in ${where}`, help, STARTER)
  }
  if (found.schema === null) throw new UsageError(found.message, found.help)
  const { root, schema } = found
  const foreign =
    named === null ? [schema, join(root, 'package.json')].find((path) => isForeign(path, root, cwd)) : null
  if (foreign) {
    const help = `name the folder where you trust it: --root ${visible(root)}`
    throw new UsageError(`${visible(foreign)} belongs to another user`, help)
  }
  return found
}

/**
 * Whether a file of a folder above the working directory is another user's, who may have put it there to be run, as into
 * /tmp: neither ours, nor the administrator's, nor that of the working directory's owner.
 */
function isForeign(path: string, root: string, cwd: string): boolean {
  const owner = root === resolve(cwd) ? null : ownerOf(path)
  return owner !== null && ![0, ownerOf(cwd), ownId()].includes(owner)
}

function ownerOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? null
}

/** Our user's number; null where the system knows none, or no name for it. */
function ownId(): number | null {
  try {
    return userInfo().uid
  } catch {
    return null
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

const STARTER = `

    import { defineSchema, port } from 'portolan'

    export default defineSchema({
      core: { backend: port('BACKEND_PORT', 8203, 'Backend API') },
    })`
