import type { Invocation } from '../bundlers/invocations.js'
import { MODE_VARIABLE, modeOf, type ToolMode } from '../mode.js'
import { visible } from '../text.js'
import type { Environment } from '../world.js'

/**
 * The mode of the tools that a command line starts: what is built counts, since it outlives the command; where nothing
 * is, all of them. Null where there are none, or they have no mode in common.
 */
export function toolModeOf(invocations: readonly Invocation[]): ToolMode | null {
  const builds = invocations.filter(({ verb }) => verb === 'build')
  const [first, ...others] = builds.length > 0 ? builds : invocations
  if (first === undefined || others.some(({ mode }) => mode !== first.mode)) return null
  return { mode: first.mode, command: visible(first.command) }
}

/**
 * What a user should know of the mode, lines without a newline: none where they named it.
 * @param flag what `--mode` says
 * @param taken the mode of the values
 */
export function modeNotes(
  invocations: readonly Invocation[],
  flag: string | undefined,
  env: Environment,
  taken: string | null,
): string[] {
  if (flag || env[MODE_VARIABLE]) return []
  const tool = toolModeOf(invocations)
  const isNews = tool !== null && taken !== modeOf(undefined, env).mode
  return [
    ...(isNews ? [`note: mode ${taken}, as ${tool.command} uses by itself; --mode names another`] : []),
    ...disagreement(invocations, taken),
  ]
}

/** That the tools would use modes of their own, each another. */
function disagreement(invocations: readonly Invocation[], taken: string | null): string[] {
  const commands = new Map(invocations.map(({ mode, command }) => [mode, command]))
  if (commands.size < 2) return []
  const own = Array.from(commands, ([mode, command]) => `${visible(command)}: ${visible(mode)}`).join(', ')
  return [
    `warning: the tools use modes of their own (${own}), but are given the values of one: ${taken ?? 'none'}`,
    '  help: name one with --mode, or start each with a config exec of its own',
  ]
}
