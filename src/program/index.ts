import type { Call, Command, Opened } from '../commands/command.js'
import { commandNamed } from '../commands/index.js'
import { problemText, usageText } from '../display.js'
import { ConfigError, UsageError } from '../errors.js'
import { resolveProject } from '../load.js'
import { modeOf } from '../mode.js'
import { jsonText } from '../text.js'
import { version } from '../version.js'
import type { World } from '../world.js'
import { type Arguments, parseArguments, textsToSet, verbOf } from './arguments.js'
import { openProject, reopenProject } from './project.js'

/** Runs the program and returns its exit code. */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  try {
    const verb = verbOf(args)
    const command = verb === undefined ? null : await commandNamed(verb)
    return await run(command, parseArguments(args, command), world)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    world.stderr.write(`${usageText(error)}\n`)
    return 2
  }
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
  if (!world.argumentsAreExact) {
    throw new UsageError('an argument is not valid UTF-8, and would not arrive as it is', 'pass it in a file')
  }
  const call = callOf(parsed, world)
  try {
    const code = await command.run(call)
    return code === 0 && !command.runs && world.stderr.isLost ? 1 : code
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { problems } = error
    const json = call.flag('json') !== undefined || command.printsJson?.(call.flag) === true
    if (json) world.stdout.write(jsonText({ problems }))
    else world.stderr.write(`${problems.map(problemText).join('\n')}\n`)
    return 1
  }
}

function callOf({ words, rest, flags }: Arguments, world: World): Call {
  const flag = (name: string) => flags.get(name)?.at(-1)
  const flagValues = (name: string) => flags.get(name) ?? []
  const set = textsToSet(flagValues('set'))
  const request = { mode: flag('mode'), set }
  let opened: Promise<Opened> | null = null
  const open = (isFollowed = false) => {
    const { problem } = modeOf(request.mode, {})
    if (problem !== null) throw new UsageError(problem.message, problem.help)
    opened ??= openProject(world, flag('root'), set.keys(), isFollowed)
    return opened
  }
  const openAgain = async () => {
    const before = await open(true)
    if (!before.hasChanged()) return before
    const again = await reopenProject(before.project.root, before.schemaFile, world.schemaEnv)
    opened = Promise.resolve(again)
    return again
  }
  return {
    world,
    words: words.slice(1),
    rest,
    flag,
    flagValues,
    request,
    open,
    openAgain,
    async resolve(asked = request) {
      const { project } = await open()
      const resolution = resolveProject(project, world, asked)
      for (const warning of resolution.warnings) world.stderr.write(`${problemText(warning)}\n`)
      return resolution
    },
  }
}
