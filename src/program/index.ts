import type { Call, Command } from '../commands/command.js'
import { commands } from '../commands/index.js'
import { ConfigError, problemText, UsageError, usageText } from '../errors.js'
import { resolveProject } from '../load.js'
import { modeOf } from '../mode.js'
import { nearest } from '../names.js'
import { quoted } from '../text.js'
import { version } from '../version.js'
import type { World } from '../world.js'
import { type Arguments, parseArguments, textsToSet, verbOf } from './arguments.js'
import { openProject } from './project.js'

/** Runs the program and returns its exit code. */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  try {
    const command = await commandOf(args)
    return await run(command, parseArguments(args, command), world)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    world.stderr.write(`${usageText(error)}\n`)
    return 2
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
  if (parsed.flags.has('version')) {
    world.stdout.write(`${version}\n`)
    return 0
  }
  if (command !== null && !parsed.flags.has('help')) return runCommand(command, parsed, world)
  const { helpText } = await import('../commands/help.js')
  const isAsked = parsed.flags.has('help')
  const stream = isAsked ? world.stdout : world.stderr
  stream.write(`${isAsked ? '' : 'error: a verb is missing\n\n'}${await helpText(command)}`)
  return isAsked ? 0 : 2
}

async function runCommand(command: Command, parsed: Arguments, world: World): Promise<number> {
  try {
    return await command.run(callOf(parsed, world))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { problems } = error
    if (wantsJson(parsed)) world.stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`)
    else world.stderr.write(`${problems.map(problemText).join('\n')}\n`)
    return 1
  }
}

function wantsJson({ flags }: Arguments): boolean {
  return flags.has('json') || flags.get('format')?.at(-1) === 'json'
}

function callOf({ words, rest, flags }: Arguments, world: World): Call {
  const flag = (name: string) => flags.get(name)?.at(-1)
  const set = textsToSet(flags.get('set') ?? [])
  const project = () => openProject(world, flag('root'), set.keys())
  return {
    world,
    words: words.slice(1),
    rest,
    flag,
    project,
    async resolution() {
      const { problem } = modeOf(flag('mode'), {})
      if (problem !== null) throw new UsageError(problem.message, problem.help)
      const resolution = resolveProject(await project(), world, { mode: flag('mode'), set })
      for (const warning of resolution.warnings) world.stderr.write(`${problemText(warning)}\n`)
      return resolution
    },
  }
}
