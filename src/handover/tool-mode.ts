import type { Invocation } from '../bundlers/invocations.js'
import { MODE_VARIABLE, modeOf, type ToolMode } from '../mode.js'
import { cut, quoted, visible } from '../text.js'
import type { Environment } from '../world.js'

/** In characters, of a mode that is told: no file has a longer one. */
const LONGEST = 80

/**
 * The mode of the tools that a command line starts: what is built counts, since it outlives the command; where nothing
 * is, all of them. Null where there are none, they have no mode in common, or only a shell can tell it.
 */
export function toolModeOf(invocations: readonly Invocation[]): ToolMode | null {
  const builds = invocations.filter(({ verb }) => verb === 'build')
  const [first, ...others] = builds.length > 0 ? builds : invocations
  if (first === undefined || !isTold(first) || others.some(({ mode }) => mode !== first.mode)) return null
  return { mode: first.mode, command: visible(first.command) }
}

/**
 * What a user should know of the mode, each as its lines: nothing where they named it.
 * @param flag what `--mode` says
 * @param taken the mode of the values
 */
export function modeNotes(
  invocations: readonly Invocation[],
  flag: string | undefined,
  env: Environment,
  taken: string | null,
): string[][] {
  if (flag || env[MODE_VARIABLE]) return []
  const tool = toolModeOf(invocations)
  const isNews = tool !== null && taken !== modeOf(undefined, env).mode
  return [
    ...(isNews ? [[`note: mode ${taken}, as ${tool.command} uses by itself; --mode names another`]] : []),
    ...untold(invocations, taken),
    ...disagreement(invocations, taken),
  ]
}

/** Whether a mode is written out: what is left of a script's text is a shell's to replace. */
function isTold({ mode }: Invocation): boolean {
  return !/[$`]/.test(mode)
}

function untold(invocations: readonly Invocation[], taken: string | null): string[][] {
  const values = `the values of ${taken === null ? 'no mode' : `mode ${taken}`}`
  const those = invocations.filter((invocation) => !isTold(invocation))
  return those.map(({ mode, command }) => {
    const which = `which mode ${visible(command)} uses (${quoted(mode)})`
    return [`warning: nobody can tell by looking ${which}, so it is given ${values}`, '  help: name it with --mode']
  })
}

/** That the tools would use modes of their own, each another. */
function disagreement(invocations: readonly Invocation[], taken: string | null): string[][] {
  const commands = new Map(invocations.filter(isTold).map(({ mode, command }) => [mode, command]))
  if (commands.size < 2) return []
  const pairs = Array.from(commands, ([mode, command]) => `${visible(command)}: ${cut(visible(mode), LONGEST)}`)
  const own = pairs.join(', ')
  return [
    [
      `warning: the tools use modes of their own (${own}), but are given the values of one: ${taken ?? 'none'}`,
      '  help: name one with --mode, or start each with a config exec of its own',
    ],
  ]
}
