import type { Plan, PlanState } from '../../targets/plan.js'
import { differenceOf, isDrift, planReport } from '../../targets/report.js'
import { aligned, jsonText, visible } from '../../text.js'
import type { Call } from '../command.js'
import { tell } from './plan.js'

const STATES: Readonly<Record<PlanState, string>> = {
  current: 'current',
  missing: 'missing',
  stale: 'stale',
  edited: 'edited by hand',
  foreign: 'not generated',
}

/** Tells how each file stands, and writes nothing. */
export function check({ world, flag }: Call, plan: Plan): number {
  const { files, remarks } = plan
  const drifted = files.filter(isDrift)
  if (flag('json') !== undefined) world.stdout.write(jsonText(planReport(plan)))
  else {
    const rows = aligned(files.map(({ state, path }) => [STATES[state], visible(path)]))
    const lines = files.flatMap((file, index) => [rows[index] ?? '', ...differenceOf(file).map((line) => `  ${line}`)])
    world.stdout.write(lines.map((line) => `${line}\n`).join(''))
    tell(remarks, world)
    if (drifted.length > 0) {
      const message = `${drifted.length} of ${files.length} files are not as the configuration has them`
      world.stderr.write(`error: ${message}\n  help: run \`config generate\`, and commit what it writes\n`)
    }
  }
  return drifted.length > 0 ? 1 : 0
}
