import { ConfigError } from '../../errors.js'
import { prepare } from '../../generation/index.js'
import type { Plan } from '../../generation/plan.js'
import { relativeTo } from '../../path.js'
import type { Call } from '../command.js'

/** A plan with the root that its paths are relative to, and the path of the schema. */
export type RootedPlan = Plan & { readonly root: string; readonly schema: string }

/**
 * What generating some targets would do; all that the schema declares without a word.
 * @throws UsageError where a word is no declared target's, ConfigError where a file cannot be made
 */
export async function planFor(call: Call, words: readonly string[]): Promise<RootedPlan> {
  const { openAgain, world, request, flag } = call
  const { project, schemaFile } = await openAgain()
  const { root } = project
  const plan = await prepare(project, world, request, {
    words,
    override: flag('override') !== undefined,
    onlyPresent: flag('check') !== undefined,
    follow: flag('follow') !== undefined,
    onlyShown: flag('stdout') !== undefined,
    local: flag('local') !== undefined,
  })
  if (plan.problems.length > 0) throw new ConfigError(plan.problems)
  return { ...plan, root, schema: relativeTo(root, schemaFile) }
}
