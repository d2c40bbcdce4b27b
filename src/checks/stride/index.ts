import { problemText } from '../../display.js'
import { exemptIn } from '../../env-file/exempt.js'
import type { Problem, Resolution } from '../../model.js'
import { copiesOf } from '../../planning/copies.js'
import { slotSetting } from '../../stack/slot.js'
import type { Question } from '../question.js'
import { brokenRules } from './broken-rules.js'
import { committedSlots } from './committed-slots.js'

export const stride: Question = {
  name: 'stride',
  summary: 'the stride keeps the copies of the stack apart',
  notes: [
    'Looks at the ports of every copy that the schema allows for, as committed files have them in any mode.',
    "No two copies share a port, browsers refuse none, none lies in 32768-60999 or above 65535; copy 0's own are left out.",
    'Each rule that does not hold is an error; `config slot plan` finds another stride.',
    'A committed file that says which copy a checkout is, says it of every checkout: a warning.',
  ],
  find({ project, world, resolution }) {
    const slot = slotSetting(project.stack)
    if (slot?.slot == null) return []
    const { ports, problems, envFiles } = copiesOf(project, world, slot.slot.count)
    // Those of other modes too, of which no other check knows.
    const isExempt = exemptIn(envFiles)
    return [
      ...newAmong(problems, resolution),
      ...brokenRules(ports, slot.slot, slot),
      ...committedSlots(envFiles, slot),
    ].filter((problem) => !isExempt(problem))
  },
}

/** What keeps ports from being known, in other modes too, but for what is wrong with the values of this one. */
function newAmong(problems: readonly Problem[], resolution: Resolution): Problem[] {
  const told = new Set(resolution.problems.map(problemText))
  return problems
    .filter((problem) => !told.has(problemText(problem)))
    .map((problem) => ({ ...problem, check: 'stride' as const }))
}
