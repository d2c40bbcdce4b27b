import { changeText } from '../../changes.js'
import { ConfigError } from '../../errors.js'
import { exposedAmong } from '../../generation/git.js'
import { foreignProblem, namesLost, type PlannedFile, type Remark } from '../../generation/plan.js'
import { planReport } from '../../generation/report.js'
import { aligned, jsonText, linesText, visible } from '../../text.js'
import { writeAll } from '../../writer/index.js'
import { sweep } from '../../writer/sweep.js'
import type { Call } from '../command.js'
import type { RootedPlan } from './plan.js'
import { tell } from './tell.js'

const NOTHING = "the schema declares no target; write one as in $stack: { targets: { python: 'ports_config.py' } }"

/** Writes the files that are not as they should be, and tells of each. */
export function write({ world, flag }: Call, plan: RootedPlan): number {
  const { files, changes, root } = plan
  const options = { follow: flag('follow') !== undefined, self: world.self }
  const foreign = flag('force') === undefined ? files.filter(({ state }) => state === 'foreign') : []
  if (foreign.length > 0) throw new ConfigError(foreign.map(foreignProblem))
  const isJson = flag('json') !== undefined
  // Told before anything is written: who reads it while it happens may still stop.
  if (!isJson) tell(losses(files), world)
  const due = files.filter(({ state }) => state !== 'current')
  sweep(root, [plan.schema], options)
  // A file of secrets may have become readable for others meanwhile, and a killed run have left something beside any.
  const kept = files.filter(({ state }) => state === 'current')
  const asTheyAre = kept.map((file) => ({ ...file, text: file.before ?? file.text }))
  writeAll(root, [...due, ...asTheyAre], options)
  const local = files.filter(({ scope }) => scope === 'local').map(({ path }) => path)
  const remarks = [...plan.remarks, ...exposedAmong(local, root, world)]
  if (isJson) world.stdout.write(jsonText(planReport({ ...plan, remarks })))
  else {
    const rows = files.map((file) => [file.state === 'current' ? 'current' : 'wrote', visible(file.path), aside(file)])
    world.stdout.write(linesText([...aligned(rows), ...changes.map(changeText)]))
    const written = new Set(due.map(({ declaredPath }) => declaredPath))
    tell(
      remarks.filter(({ path }) => written.has(path)),
      world,
    )
    if (files.length === 0) world.stderr.write(`note: ${NOTHING}\n`)
  }
  return 0
}

/** What programs will not find in files that were not generated. */
function losses(files: readonly PlannedFile[]): Remark[] {
  const losing = files.filter(({ lost }) => lost.length > 0)
  return losing.map((file) => {
    const { path, lost } = file
    const fail = `programs that import ${lost.length === 1 ? 'it' : 'one of them'} fail`
    return { path, text: `${visible(path)} loses ${namesLost(file)}: ${fail}` }
  })
}

/** What a user may miss of what was there before. */
function aside({ state }: PlannedFile): string {
  if (state === 'edited') return 'over an edit by hand'
  return state === 'foreign' ? 'over a file that was not generated' : ''
}
