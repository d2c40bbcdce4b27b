import type { Plan } from '../../targets/plan.js'
import { prepare } from '../../targets/prepare.js'
import type { World } from '../../world.js'
import type { Call } from '../command.js'

/** A plan with the root that its paths are relative to. */
export type RootedPlan = Plan & { readonly root: string }

/** What generating some targets would do; all that the schema declares without a word. */
export async function planFor(call: Call, words: readonly string[]): Promise<RootedPlan> {
  const { open, world, request, flag } = call
  const { project } = await open()
  const choice = { words, override: flag('override') !== undefined, follow: flag('follow') !== undefined }
  return { ...(await prepare(project, world, request, choice)), root: project.root }
}

/** What a user should know beside, on stderr. */
export function tell(remarks: readonly string[], { stderr }: World): void {
  stderr.write(remarks.map((remark) => `note: ${remark}\n`).join(''))
}
