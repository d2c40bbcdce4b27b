import { ConfigError } from '../../errors.js'
import { isUnignored } from '../../git.js'
import { foreignProblem } from '../../targets/plan.js'
import { changeText, planReport } from '../../targets/report.js'
import { aligned, jsonText, visible } from '../../text.js'
import { writeAll } from '../../writer.js'
import type { Call } from '../command.js'
import { type RootedPlan, tell } from './plan.js'

const NOTHING = "the schema declares no target; write one as in $stack: { targets: { python: 'ports_config.py' } }"

/** Writes the files that are not as they should be, and tells of each. */
export function write({ world, flag }: Call, plan: RootedPlan): number {
  const { files, changes, root } = plan
  const foreign = flag('force') === undefined ? files.filter(({ state }) => state === 'foreign') : []
  if (foreign.length > 0) throw new ConfigError(foreign.map(foreignProblem))
  const due = files.filter(({ state }) => state !== 'current')
  writeAll(root, due, { follow: flag('follow') !== undefined })
  const exposed = files.filter(({ target, path }) => target.scope === 'local' && isUnignored(path, root, world))
  const remarks = [
    ...plan.remarks,
    ...exposed.map(({ path }) => `${visible(path)} is for this machine alone: have git ignore it`),
    ...(files.length === 0 ? [NOTHING] : []),
  ]
  if (flag('json') !== undefined) world.stdout.write(jsonText(planReport({ ...plan, remarks })))
  else {
    const rows = files.map((file) => [due.includes(file) ? 'wrote' : 'current', visible(file.path)])
    world.stdout.write([...aligned(rows), ...changes.map(changeText)].map((line) => `${line}\n`).join(''))
    tell(remarks, world)
  }
  return 0
}
