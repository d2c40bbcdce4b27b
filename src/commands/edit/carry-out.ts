import type { Edit, EditRequest } from '../../edits/edit.js'
import { type Outcome, outcomeOf } from '../../edits/outcome.js'
import { isLocalFile } from '../../env-file/names.js'
import { relativeTo } from '../../path.js'
import { settingNamed } from '../../stack/selection.js'
import { jsonText, linesText } from '../../text.js'
import { readUnder, writeAll } from '../../writer/index.js'
import { sweep } from '../../writer/sweep.js'
import { alone } from '../alone.js'
import type { Call } from '../command.js'
import { outcomeLines, outcomeReport, outcomeTalk } from './report.js'

/** Makes up an edit. */
type MakeEdit = (request: EditRequest) => Promise<Edit>

/**
 * Makes an edit of the setting that a word names, writes it and what it makes stale, all or nothing, and tells what
 * follows from it. Returns the exit code.
 */
export async function carryOut(call: Call, word: string, edit: MakeEdit): Promise<number> {
  const { project } = await call.open(true)
  const isPlan = call.flag('plan') !== undefined
  const work = () => carryOutNow(call, word, edit, isPlan)
  return isPlan ? work() : alone(project.root, call.world, work)
}

async function carryOutNow(call: Call, word: string, edit: MakeEdit, isPlan: boolean): Promise<number> {
  const { world, flag } = call
  const { project, schemaFile } = await call.openAgain()
  const { root } = project
  const options = { follow: flag('follow') !== undefined, self: world.self }
  const request: EditRequest = {
    project,
    schemaFile,
    place: world,
    setting: settingNamed(word, project.stack),
    read: (path) => readUnder(root, path, options),
  }
  const outcome = await outcomeOf(await edit(request), request, call.request, options.follow)
  // Passwords go into local files sooner or later, and the mode of what is there is kept.
  const secret = isLocalFile(outcome.edit.path) && outcome.edit.before === null
  if (!isPlan) {
    sweep(root, [relativeTo(root, schemaFile), ...outcome.plan.declared.map(({ path }) => path)], options)
    writeAll(root, [{ ...outcome.edit, secret }, ...outcome.plan.files], options)
  }
  tell(outcome, request.setting.name, isPlan, call)
  return outcome.plan.problems.length > 0 ? 1 : 0
}

function tell(outcome: Outcome, name: string, isPlan: boolean, { world, flag }: Call): void {
  if (flag('json') !== undefined) {
    world.stdout.write(jsonText(outcomeReport(outcome, name, isPlan)))
    return
  }
  world.stdout.write(linesText(outcomeLines(outcome, isPlan)))
  world.stderr.write(linesText(outcomeTalk(outcome, name)))
}
