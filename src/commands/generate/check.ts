import { differenceOf } from '../../generation/difference.js'
import type { Plan, PlannedFile, PlanState } from '../../generation/plan.js'
import { planReport } from '../../generation/report.js'
import { aligned, counted, jsonText, linesText, visible } from '../../text.js'
import type { Call } from '../command.js'
import { tell } from './tell.js'

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
  const drifted = files.filter(({ state }) => state !== 'current')
  if (flag('json') !== undefined) world.stdout.write(jsonText(planReport(plan)))
  else {
    const rows = aligned(files.map(({ state, path }) => [STATES[state], visible(path)]))
    const lines = files.flatMap((file, index) => [rows[index] ?? '', ...differenceOf(file).map((line) => `  ${line}`)])
    world.stdout.write(linesText(lines))
    tell(remarks, world)
    if (drifted.length > 0) world.stderr.write(verdict(drifted, files))
  }
  return drifted.length > 0 ? 1 : 0
}

function verdict(drifted: readonly PlannedFile[], files: readonly PlannedFile[]): string {
  const foreign = drifted.filter(({ state }) => state === 'foreign').map(({ path }) => visible(path))
  const isShared = drifted.some(({ scope }) => scope === 'shared')
  const generate = `run \`config generate${foreign.length > 0 ? ' --force' : ''}\`${isShared ? ', and commit what it writes' : ''}`
  const help = foreign.length === 0 ? generate : `move ${foreign.join(', ')} away, or ${generate}`
  const some = drifted.length === files.length ? '' : `${drifted.length} of `
  const are = drifted.length === 1 ? 'is' : 'are'
  return `error: ${some}${counted(files.length, 'file')} ${are} not as the configuration has it\n  help: ${help}\n`
}
