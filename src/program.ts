import { existsSync } from 'node:fs'
import { dirname, relative, resolve as resolvePath, sep } from 'node:path'
import { type Arguments, parseArguments, verbOf } from './arguments.js'
import type { Call, Command } from './commands/command.js'
import { commands } from './commands/index.js'
import { ConfigError, problemText, UsageError, usageText } from './errors.js'
import { openSchema, type Project, resolveProject } from './load.js'
import { modeOf } from './mode.js'
import { nearest } from './names.js'
import { findRoot, type Root, rootAt, SCHEMA_FILES } from './root.js'
import { loadSchemaFile } from './schema-file.js'
import { quoted, visible } from './text.js'
import { unknownName } from './unknown.js'
import { version } from './version.js'
import type { World } from './world.js'

/** Runs the program and returns its exit code. */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  try {
    const command = await commandOf(args)
    const parsed = parseArguments(args, command?.flags ?? [])
    if (parsed.flags.has('version')) return print(world, `${version}\n`)
    return await run(command, parsed, world)
  } catch (error) {
    return report(error, args, world)
  }
}

async function commandOf(args: readonly string[]): Promise<Command | null> {
  const verb = verbOf(args)
  if (verb === undefined) return null
  if (Object.hasOwn(commands, verb)) return (await commands[verb]?.()) ?? null
  const close = nearest(verb, Object.keys(commands))
  const help = close === null ? '`config help` lists the verbs' : `did you mean config ${close}?`
  throw new UsageError(`there is no verb ${quoted(verb)}`, help)
}

async function run(command: Command | null, parsed: Arguments, world: World): Promise<number> {
  const { helpText } = await import('./commands/help.js')
  if (command === null && !parsed.flags.has('help')) {
    world.stderr.write(await helpText(null))
    return 2
  }
  if (command === null || parsed.flags.has('help')) return print(world, await helpText(command))
  return command.run(callOf(parsed, world))
}

function callOf({ words, rest, flags }: Arguments, world: World): Call {
  const flag = (name: string) => flags.get(name)?.at(-1)
  const set = settingsToSet(flags.get('set') ?? [])
  const project = () => openProject(world, flag('root'), set)
  return {
    world,
    words: words.slice(1),
    rest,
    flag,
    project,
    async resolution() {
      const { problem } = modeOf(flag('mode'), {})
      if (problem !== null) throw new UsageError(problem.message, problem.help)
      return resolveProject(await project(), world, { mode: flag('mode'), set })
    },
  }
}

function settingsToSet(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
      throw new UsageError(`--set ${quoted(text)} sets nothing`, 'write --set NAME=value')
    }),
  )
}

async function openProject(
  world: World,
  folder: string | undefined,
  set: ReadonlyMap<string, string>,
): Promise<Project> {
  const { root, schema } = locate(world, folder)
  const shown = relative(root, schema).split(sep).join('/')
  const project = openSchema(await loadSchemaFile(schema, shown), root, dirname(schema))
  for (const name of set.keys()) {
    const problem = unknownName(name, project.stack)
    if (problem !== null) throw new UsageError(`--set: ${problem.message}`, problem.help)
  }
  return project
}

function locate(world: World, folder: string | undefined): { root: string; schema: string } {
  const named = folder === undefined ? null : resolvePath(world.cwd, folder)
  if (named !== null && !existsSync(named)) {
    throw new UsageError(
      `there is no folder ${visible(folder ?? '')}`,
      'write --root with a folder that has a schema',
    )
  }
  const found = named === null ? findRoot(world.cwd) : rootAt(named)
  if (found !== null && found.schema !== null) return { root: found.root, schema: found.schema }
  throw new UsageError(
    noSchema(found, folder),
    `write ${SCHEMA_FILES[0]}, or name yours in package.json:\n${STARTER}`,
  )
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

function report(error: unknown, args: readonly string[], world: World): number {
  if (error instanceof UsageError) {
    world.stderr.write(`${usageText(error)}\n`)
    return 2
  }
  if (!(error instanceof ConfigError)) throw error
  const end = args.indexOf('--')
  const json = args.slice(0, end < 0 ? args.length : end).includes('--json')
  if (json) world.stdout.write(`${JSON.stringify({ problems: error.problems }, null, 2)}\n`)
  else world.stderr.write(`${error.problems.map(problemText).join('\n')}\n`)
  return 1
}

function print(world: World, text: string): number {
  world.stdout.write(text)
  return 0
}
