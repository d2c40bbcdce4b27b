import { problemText } from '../../display.js'
import { ConfigError, UsageError } from '../../errors.js'
import { isDistance } from '../../formats/slot.js'
import { copiesOf } from '../../planning/copies.js'
import { isSound, planOf } from '../../planning/plan.js'
import { slotSetting } from '../../stack/slot.js'
import { jsonText, linesText, shownWord } from '../../text.js'
import type { Work } from './action.js'
import { declarationOf } from './plan/declaration.js'
import { planReport } from './plan/report.js'
import { planLines } from './plan/text.js'

/** How many copies are planned for where neither the schema nor the call says it. */
const USUAL = 10

export const plan: Work = {
  async run({ world, words, flag, open }) {
    if (words.length > 0) throw new UsageError('config slot plan takes no words', 'write config slot plan --count N')
    const asked = countIn(flag('count'))
    const { project, schemaFile } = await open()
    const facts = slotSetting(project.stack)?.slot ?? null
    const count = asked ?? facts?.count ?? USUAL
    const copies = copiesOf(project, world, Math.max(count, facts?.count ?? 0))
    const errors = copies.problems.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new ConfigError(errors)
    const planned = planOf(copies.ports, count, facts)
    const shown = {
      copies,
      reveal: flag('reveal') !== undefined,
      declaration: declarationOf(planned, project, schemaFile),
    }
    if (flag('json') !== undefined) world.stdout.write(jsonText(planReport(planned, shown)))
    else {
      const columns = world.stdout.screen?.columns ?? null
      world.stdout.write(linesText(planLines(planned, shown, columns)))
      world.stderr.write(copies.problems.map((problem) => `${problemText(problem)}\n`).join(''))
    }
    return isSound(planned) ? 0 : 1
  },
}

/** Null where nothing is said. */
function countIn(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^[1-9][0-9]*$/.test(text) && isDistance(Number(text))) return Number(text)
  throw new UsageError(`${shownWord(text)} is no number of copies`, 'write one from 1 to 65535, as in --count 10')
}
