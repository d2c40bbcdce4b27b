import { type Invocation, invocationsOf } from '../../bundlers/invocations.js'
import { toolModeOf } from '../../handover/tool-mode.js'
import type { Call } from '../command.js'

/** A start of the command. */
export interface Start {
  /** The call, whose request says which mode the tools use by themselves. */
  readonly call: Call
  /** The tools that the command starts, which put variables into what a page runs. */
  readonly started: readonly Invocation[]
}

/** Looks at what a command would start, by the scripts that its package.json has. */
export async function startOf(words: readonly string[], call: Call): Promise<Start> {
  const { cwd, env } = call.world
  const started = await invocationsOf({ words, cwd, env, isShared: false })
  return { call: { ...call, request: { ...call.request, tool: toolModeOf(started) } }, started }
}
