import { problemText, sourceText } from '../display.js'
import type { Problem, Setting } from '../model.js'
import type { Plan } from '../targets/plan.js'
import { changeText, planReport } from '../targets/report.js'
import { aligned, visible } from '../text.js'
import type { Edit } from './edit.js'
import type { Effect } from './effect.js'

/** An edit with everything that follows from it. */
export interface Outcome {
  readonly edit: Edit
  readonly setting: Setting
  readonly effect: Effect
  /** The generated files that are written with it. */
  readonly plan: Plan
  /** Whether nothing was written. */
  readonly isPlan: boolean
  /** Why generated files cannot be told. */
  readonly problems: readonly Problem[]
}

/** The JSON of `config set` and `config unset`. */
export function outcomeReport({ edit, setting, effect, plan, isPlan, problems }: Outcome) {
  const { path, line } = edit
  const { files, remarks } = planReport(plan)
  return { setting: setting.name, path, line, written: !isPlan, ...effect, files, remarks, problems }
}

/** What changed and was written, and who has to be told. */
export function outcomeLines({ edit, effect, plan, isPlan }: Outcome): string[] {
  const wrote = isPlan ? 'would write' : 'wrote'
  const place = edit.line === null ? edit.path : `${edit.path}:${edit.line}`
  const rows = [
    [edit.before === edit.text ? 'current' : wrote, visible(place)],
    ...plan.files.map(({ path }) => [wrote, visible(path)]),
  ]
  const todo = effect.consumers.map(({ name, because, action }) => `  ${name}: ${because} (${action})`)
  return [...effect.changes.map(changeText), ...aligned(rows), ...(todo.length === 0 ? [] : ['to do', ...todo])]
}

/** What else a user should know. */
export function outcomeTalk({ edit, setting, effect, plan, problems }: Outcome): string[] {
  const { beatenBy, onlyInMode } = effect
  const name = visible(setting.name)
  return [
    ...(beatenBy === null ? [] : [`warning: ${name} does not change: ${sourceText(beatenBy)} wins`]),
    ...(onlyInMode === null ? [] : [`note: ${visible(edit.path)} is read in mode ${onlyInMode} alone`]),
    ...plan.remarks.map((remark) => `note: ${remark}`),
    ...problems.map(problemText),
  ]
}
